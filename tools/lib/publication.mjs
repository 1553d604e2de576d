// Looks at a folder of published modules: is everything there that a stranger needs, and nothing that leads back here?
//   node tools/lib/publication.mjs FOLDER VERSION MODULE…
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, version, ...modules] = process.argv.slice(2);
const group = join(folder, "dev", "latchkey");
const problems = [];

function same(what, found, expected) {
  const [is, should] = [found, expected].map((each) => [...each].sort().join("\n    "));
  if (is !== should) problems.push(`${what}\n  found:\n    ${is}\n  expected:\n    ${should}`);
}

function all(xml, element) {
  return [...xml.matchAll(new RegExp(`<${element}(?: [^>]*)?>(.*?)</${element}>`, "gs"))].map((match) => match[1].trim());
}

function dependencies(pom) {
  return all(pom, "dependency").map((dependency) => {
    // What is excluded has the same elements.
    const own = dependency.replace(/<exclusions>.*<\/exclusions>/s, "");
    const of = (element) => all(own, element)[0] ?? "";
    return {
      name: `${of("groupId")}:${of("artifactId")}`,
      version: of("version"),
      scope: of("scope") || "compile",
      isOptional: of("optional") === "true",
      isImport: of("scope") === "import",
    };
  });
}

// Files without the time that stands in the name of a snapshot.
function files(module) {
  const place = join(group, module, version);
  if (!existsSync(place)) return [];
  const begin = new RegExp(`^${module}-${version.replace("-SNAPSHOT", "")}(-SNAPSHOT|-\\d{8}\\.\\d{6}-\\d+)?`);
  return readdirSync(place)
    .filter((name) => !name.startsWith("maven-metadata"))
    .map((name) => ({ kind: name.replace(begin, ""), path: join(place, name) }));
}

function checkPom(module, pom) {
  // Its own version is known to whoever reads a POM; a property of ours is not.
  const property = /.*\$\{(?!project\.version\}).*/.exec(pom);
  if (property) problems.push(`${module}: its POM has a property: ${property[0].trim()}`);
  if (/<parent>/.test(pom)) problems.push(`${module}: its POM has a parent, which is not published`);
  for (const element of ["name", "description", "url", "licenses", "developers", "scm"])
    if (!all(pom, element)[0]) problems.push(`${module}: its POM has no ${element}`);
  for (const { name, version, scope } of dependencies(pom)) {
    if (!version) problems.push(`${module}: ${name} has no version`);
    if (scope === "test") problems.push(`${module}: ${name} is for tests alone`);
  }
}

function checkGradle(module, metadata, pom, found) {
  const bom = "dev.latchkey:latchkey-bom";
  const wanted = dependencies(pom).filter(({ isOptional }) => !isOptional);
  const scopesOf = { apiElements: ["compile"], runtimeElements: ["compile", "runtime"] };
  for (const variant of metadata.variants) {
    const scopes = scopesOf[variant.name];
    if (scopes) {
      same(
        `${module}: ${variant.name} of Gradle and the POM`,
        variant.dependencies.map((each) => `${each.group}:${each.module}:${each.version?.requires}`),
        [`${bom}:${version}`].concat(
          wanted.filter(({ scope }) => scopes.includes(scope)).map((each) => `${each.name}:${each.version}`),
        ),
      );
    }
    for (const { name, sha256 } of variant.files) {
      const { path } = found.find(({ kind }) => name.endsWith(`${version}${kind}`)) ?? {};
      const sum = path && createHash("sha256").update(readFileSync(path)).digest("hex");
      if (sum !== sha256) problems.push(`${module}: ${name} is not what Gradle is told of it`);
    }
  }
  same(
    `${module}: what Gradle knows`,
    metadata.variants.map(({ name }) => name),
    ["apiElements", "javadocElements", "runtimeElements", "sourcesElements"],
  );
}

same(
  "modules",
  readdirSync(group).filter((name) => existsSync(join(group, name, version))),
  modules,
);
for (const module of modules) {
  const found = files(module);
  const kinds = module === "latchkey-bom" ? [".pom", "-cyclonedx.json"] : [
    ".pom",
    ".jar",
    ".module",
    "-sources.jar",
    "-javadoc.jar",
    "-cyclonedx.json",
  ];
  same(
    `${module}: files`,
    found.map(({ kind }) => kind),
    kinds.flatMap((kind) => [kind, `${kind}.asc`]).flatMap((kind) =>
      [kind, `${kind}.md5`, `${kind}.sha1`].filter((name) => !/\.asc\./.test(name)),
    ),
  );
  const text = (kind) => readFileSync(found.find((each) => each.kind === kind).path);
  if (problems.length) continue;
  const pom = text(".pom").toString().replace(/<!--.*?-->/gs, "");
  checkPom(module, pom);
  const bill = JSON.parse(text("-cyclonedx.json"));
  if (bill.bomFormat !== "CycloneDX" || bill.metadata.component.name !== module)
    problems.push(`${module}: its bill of what is in it is of something else`);
  if (module !== "latchkey-bom") checkGradle(module, JSON.parse(text(".module")), pom, found);
}
if (problems.length) {
  console.error(`failed:\n${problems.join("\n")}`);
  process.exit(1);
}
console.log(`kept: ${modules.length} modules stand alone, with sources, Javadoc, a bill of what is in them and signatures`);
