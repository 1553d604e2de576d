// The parts of a session check alone, by JMH: time and bytes allocated per operation.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { summary } from "../statistics.mjs";
import { at, folder, here, java, javaHome } from "../paths.mjs";

const BRIEFLY = ["-f", "1", "-wi", "1", "-w", "200ms", "-i", "1", "-r", "200ms"];
const MOST_SECONDS = 1800;

export const jmh = {
  title: "The parts alone",
  prepare: ["latchkey", "maven"],

  async run(options) {
    await build();
    const file = `${folder("jmh")}/results.json`;
    rmSync(file, { force: true });
    await ran("taskset", ["-c", "0", java(), "-cp", `${at("jmh/target/jmh.jar")}:${at("jmh/target/lib")}/*:${here.libraries}/*`, "org.openjdk.jmh.Main",
      ...(options.quick ? BRIEFLY : []), "-prof", "gc", "-rf", "json", "-rff", file], at("jmh"), MOST_SECONDS);
    const parts = JSON.parse(readFileSync(file, "utf8")).map(({ benchmark, params, primaryMetric, secondaryMetrics }) => ({
      name: benchmark.split(".").slice(-2).join(": ").replaceAll("_", " ") + (params ? ` (${Object.values(params).join(", ")})` : ""),
      ...summary(primaryMetric.rawData.flat()), unit: primaryMetric.scoreUnit,
      bytes: secondaryMetrics["gc.alloc.rate.norm"]?.score ?? secondaryMetrics["·gc.alloc.rate.norm"]?.score,
    }));
    return { parts };
  },

  markdown: ({ parts }) => `Medians; (min–max) over the iterations.

| | time | allocated, B |
|---|--:|--:|
${parts.map((p) => `| ${p.name} | ${p.median.toFixed(1)} (${p.min.toFixed(1)}–${p.max.toFixed(1)}) ${p.unit} | ${p.bytes === undefined ? "–" : p.bytes.toFixed(0)} |`).join("\n")}`,
};

async function build() {
  mkdirSync(folder("jmh"), { recursive: true });
  await ran("mvn", ["-q", "-B", "-ntp", "package"], at("jmh"), 600);
  if (!existsSync(at("jmh/target/jmh.jar"))) throw new Error("benchmarks/jmh made no target/jmh.jar");
}

function ran(command, args, cwd, mostSeconds) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, JAVA_HOME: javaHome() }, stdio: ["ignore", "pipe", "pipe"] });
    const end = () => child.kill("SIGTERM");
    process.once("exit", end);
    const limit = setTimeout(end, mostSeconds * 1000);
    let out = "";
    const keep = (text) => (out = (out + text).slice(-4000));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(limit);
      process.off("exit", end);
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with ${code ?? "a time limit"}: ${out.slice(-600)}`));
    });
  });
}
