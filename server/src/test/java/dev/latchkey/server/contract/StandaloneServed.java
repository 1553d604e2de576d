package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.Served;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A server of its own for each test, on a new database with jane in it; it takes nothing but the time. */
class StandaloneServed implements HttpContract.Running {
    private final Served given;
    private RunningServerFixture server;

    StandaloneServed(Served given) {
        this.given = given;
        this.server = started();
    }

    private RunningServerFixture started() {
        RunningServerFixture started = new RunningServerFixture(
                Map.of(
                        DeploymentSetting.PUBLIC_ORIGIN, RawClient.ORIGIN,
                        ServerSetting.PASSWORD_MEMORY_KIB, "7168",
                        ServerSetting.PASSWORD_ITERATIONS, "5"),
                given.clock());
        started.users().delete(started.found("jane"));
        boolean isAdded = started.users()
                .add(
                        Username.parse("jane").orElseThrow(),
                        "Jane Doe",
                        Password.parse(Served.PASSWORD).orElseThrow());
        assertThat(isAdded).isTrue();
        return started;
    }

    @Override
    public void anew() {
        server.close();
        server = started();
    }

    /** What another program does to the database is noticed, and then memory answers nothing any more. */
    @Override
    public void storeIsDown(boolean value) {
        execute(
                value
                        ? "alter table latchkey_session rename to taken_away"
                        : "alter table taken_away rename to latchkey_session");
        while (value && !server.management().get("/metrics").body().contains("\nlatchkey_session_cache_size 0")) {
            Thread.onSpinWait();
        }
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + server.database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String basePath() {
        return "/api";
    }

    @Override
    public void close() {
        server.close();
    }
}
