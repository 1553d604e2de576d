package dev.latchkey.doctor;

import dev.latchkey.doctor.LiveReport.Broken;
import dev.latchkey.doctor.Outcome.Failed;
import dev.latchkey.doctor.Outcome.Fine;
import dev.latchkey.http.deployment.PublicSuffixes;
import dev.latchkey.http.origin.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes the way that a browser goes to log in, and stops at the first step that would lose the login. Sends no
 * credential of a person and changes nothing on the server.
 */
public final class LiveCheck {
    private final Origin api;
    private final Origin page;
    private final PublicSuffixes suffixes;
    private final Transport transport;

    LiveCheck(Origin api, Origin page, PublicSuffixes suffixes, Transport transport) {
        this.api = api;
        this.page = page;
        this.suffixes = suffixes;
        this.transport = transport;
    }

    /**
     * Prepares to go over the network.
     *
     * @param page the origin of the pages that call; the API's own when it serves them, or a proxy does under one origin
     * @param authorities a PEM file of whom to trust instead of the usual authorities
     * @throws IllegalArgumentException when that file cannot be used
     */
    public static LiveCheck overTheNetwork(
            Origin api, Origin page, PublicSuffixes suffixes, Optional<Path> authorities) {
        return new LiveCheck(api, page, suffixes, HttpTransport.trusting(authorities));
    }

    @FunctionalInterface
    private interface Step {
        Outcome take() throws IOException;
    }

    /** Goes the way. */
    public LiveReport examine() {
        ArrivalSteps arrival = new ArrivalSteps(api, new Page(api, api, suffixes, transport));
        ProtectionSteps protection = new ProtectionSteps(api, suffixes, transport);
        Page visitor = new Page(page, api, suffixes, transport);
        PageSteps use = new PageSteps(page, api, visitor);
        Map<String, Step> way = new LinkedHashMap<>();
        way.put("connection", arrival::connect);
        way.put("route", arrival::findRoute);
        way.put("proxy", arrival::passProxies);
        way.put("cache", protection::keepVisitorsApart);
        way.put("forgeries", protection::keepForgeriesOut);
        way.put("preflight", use::askBeforehand);
        way.put("reading", use::read);
        way.put("cookie set", use::keepCookie);
        way.put("cookie back", use::bringCookieBack);
        way.put("acting", use::act);
        way.put("page", use::open);
        List<LiveReport.Step> fine = new ArrayList<>();
        for (Map.Entry<String, Step> step : way.entrySet()) {
            switch (outcome(step.getValue())) {
                case Fine(String seen) -> fine.add(new LiveReport.Step(step.getKey(), seen));
                case Failed failed -> {
                    return new LiveReport(fine, Optional.of(new Broken(step.getKey(), failed)), arrival.notes());
                }
            }
        }
        return new LiveReport(fine, Optional.empty(), notes(arrival, visitor));
    }

    private Outcome outcome(Step step) {
        try {
            return step.take();
        } catch (IOException e) {
            return ConnectionFailures.explain(e, api);
        }
    }

    private static List<String> notes(ArrivalSteps arrival, Page visitor) {
        List<String> notes = new ArrayList<>(arrival.notes());
        if (visitor.relation() == Relation.CROSS_SITE) {
            notes.add("page and API are of two sites: browsers other than Chromium may drop or partition the cookie;"
                    + " one domain, or one proxy, is the sure way");
        }
        return notes;
    }
}
