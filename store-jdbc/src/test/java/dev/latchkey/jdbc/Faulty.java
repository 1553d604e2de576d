package dev.latchkey.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source whose connections answer as always, but for one method of whatever they hand out. */
final class Faulty {
    private Faulty() {}

    /** What that method does instead; null: what it always does. */
    @FunctionalInterface
    interface Fault {
        Object answer() throws SQLException;
    }

    static DataSource dataSource(DataSource sound, String method, Fault fault) {
        return (DataSource) wrapped(sound, DataSource.class, method, fault);
    }

    private static Object wrapped(Object sound, Class<?> type, String method, Fault fault) {
        return Proxy.newProxyInstance(Faulty.class.getClassLoader(), new Class<?>[] {type}, (proxy, called, values) -> {
            if (called.getName().equals(method)) {
                Object instead = fault.answer();
                if (instead != null) {
                    return instead;
                }
            }
            try {
                Object answer = called.invoke(sound, values);
                return answer != null && called.getReturnType().getName().startsWith("java.sql.")
                        ? wrapped(answer, called.getReturnType(), method, fault)
                        : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
