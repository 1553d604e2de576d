package dev.latchkey.redis;

/** Which server keeps what. Thread-safe. */
interface Servers {
    /** The way to the one that keeps that group, as far as is known. */
    Link of(Group group);

    /**
     * Looks again which server keeps what, because one cannot be reached or says that it is not the one.
     *
     * @return whether that may have changed
     */
    boolean refresh();

    /** From now on nobody is connected any more. */
    void close();

    /** One server keeps everything. Where sentinels watch over it, every new connection goes to the one they name. */
    record One(Link link) implements Servers {
        @Override
        public Link of(Group group) {
            return link;
        }

        @Override
        public boolean refresh() {
            return true;
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
