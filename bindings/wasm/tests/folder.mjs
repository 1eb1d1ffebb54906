// The vectors and the kind files of the repository.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "../../..");

function jsonFiles(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({ name, json: JSON.parse(readFileSync(join(root, folder, name), "utf8")) }));
}

export function vectorFiles() {
  const files = jsonFiles("core/tests/vectors").filter(({ json }) => json.vectors !== undefined);
  if (files.length <= 10) throw new Error("the folder of vectors was not found whole");
  return files;
}

export const kindFiles = () => jsonFiles("core/kinds").map(({ json }) => json);

// Prints what came of a run, the line that is counted last. Whether it is good.
export function report(title, { passed, failed, unsaid }) {
  for (const line of failed.slice(0, 20)) console.log(`  ${line.slice(0, 600)}`);
  if (unsaid && unsaid.length > 0) console.log(`${title}: beyond the API: ${unsaid.join(", ")}`);
  const skipped = unsaid && unsaid.length > 0 ? `, ${unsaid.length} skipped` : "";
  console.log(`${title}: ${passed} passed, ${failed.length} failed${skipped}`);
  return failed.length === 0;
}
