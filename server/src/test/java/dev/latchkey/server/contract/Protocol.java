package dev.latchkey.server.contract;

/** How a client speaks to the server. */
enum Protocol {
    HTTP_1_1,
    HTTP_1_1_OVER_TLS,
    HTTP_2;

    boolean isTls() {
        return this != HTTP_1_1;
    }
}
