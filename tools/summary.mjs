// The last lines of ./verify: its steps, and the totals as the test tools reported them.
// Usage: node summary.mjs FOLDER-OF-RESULTS STEP…, from the root of the repository. Exits with 1 if anything failed, or a step
// that should have run left no word.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...planned] = process.argv.slice(2);

const testsOf = {
  java: () => sum(surefireReports().map(surefire)),
  "client-tests": () => vitest(join(folder, "client-vitest.json")),
  "spa-tests": () => vitest(join(folder, "spa-vitest.json")),
  browser: () => playwright("e2e/test-results/report.json"),
  "browser-alone": () => playwright("e2e/test-results/report-alone.json"),
};

function surefireReports() {
  return [".", "examples"]
    .flatMap((place) => readdirSync(place, { withFileTypes: true }).map(({ name }) => join(place, name)))
    .map((module) => join(module, "target/surefire-reports"))
    .filter(existsSync)
    .flatMap((reports) => readdirSync(reports).map((name) => join(reports, name)))
    .filter((path) => /TEST-.*\.xml$/.test(path));
}

// Test by test: the totals that Surefire writes for a class leave its nested classes out.
function surefire(path) {
  const [, ...tests] = readFileSync(path, "utf8")
    .replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "")
    .split(/<testcase\b/);
  const failed = tests.filter((test) => /<(failure|error)\b/.test(test)).length;
  const skipped = tests.filter((test) => /<skipped\b/.test(test)).length;
  return { passed: tests.length - failed - skipped, failed, skipped };
}

function vitest(path) {
  const report = readReport(path);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

function playwright(path) {
  const stats = readReport(path)?.stats ?? {};
  return { passed: stats.expected ?? 0, failed: (stats.unexpected ?? 0) + (stats.flaky ?? 0), skipped: stats.skipped ?? 0 };
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const count of counts) for (const key of Object.keys(total)) total[key] += count[key];
  return total;
}

function readSteps() {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".result"))
    .map((name) => {
      const [id, result, seconds, title] = readFileSync(join(folder, name), "utf8").trimEnd().split("\t");
      const tests = result === "not run" ? undefined : testsOf[id]?.();
      return { id, title, seconds, tests, ...judged(result, tests) };
    });
}

// A step that fails without a failing test counts as one failure, and so does a suite in which no test ran.
function judged(result, tests) {
  if (result === "passed" && tests && tests.passed + tests.failed === 0) return { result: "no test ran", failures: 1 };
  if (result === "passed" && tests?.failed) return { result: "failed", failures: tests.failed };
  return { result, failures: result === "passed" ? 0 : tests?.failed || 1 };
}

const told = ({ passed, failed, skipped }) =>
  [`${passed} passed`, `${failed} failed`, ...(skipped ? [`${skipped} skipped`] : [])].join(", ");

// A step that left no word was ended from outside.
const found = readSteps();
const missing = planned.filter((id) => !found.some((step) => step.id === id));
const steps = [
  ...found.sort((one, other) => planned.indexOf(one.id) - planned.indexOf(other.id)),
  ...missing.map((id) => ({ title: id, seconds: 0, result: "no result", failures: 1 })),
];

console.log();
for (const step of steps) {
  const line = [step.title.padEnd(48), step.result.padEnd(12), `${step.seconds} s`.padStart(6)];
  console.log(`${line.join("")}  ${step.tests ? told(step.tests) : ""}`.trimEnd());
}
console.log();

const tests = sum(steps.map((step) => step.tests).filter(Boolean));
const failed = sum(steps.map((step) => ({ passed: 0, failed: step.failures, skipped: 0 }))).failed;
console.log(told({ ...tests, failed }));
process.exitCode = failed === 0 ? 0 : 1;
