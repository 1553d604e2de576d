package dev.latchkey.http.deployment;

import dev.latchkey.http.setting.Finding;
import java.util.List;

/** Whether settings can work together. */
public sealed interface DeploymentDecision {
    /** Everything there is to say, refusals and warnings. */
    List<Finding> findings();

    /**
     * They can.
     *
     * @param policy what follows from them
     * @param findings warnings only; possibly none
     */
    record Accepted(DeploymentPolicy policy, List<Finding> findings) implements DeploymentDecision {
        /** Copies the list. */
        public Accepted {
            findings = List.copyOf(findings);
        }
    }

    /**
     * They cannot; do not start.
     *
     * @param findings what contradicts what, and warnings
     */
    record Refused(List<Finding> findings) implements DeploymentDecision {
        /** Copies the list. */
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
