package dev.latchkey.server.contract;

import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.Served;

/** The API over sockets of the server itself, with the engine, the cache and the database that it has. */
class StandaloneHttpTest extends HttpContract {
    @Override
    protected Running start(Served given) {
        return new StandaloneServed(given);
    }
}
