// Every vector in Node: node tests/node.mjs PACKAGE.

import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { kindFiles, report, vectorFiles } from "./folder.mjs";
import { memberNames, runVectors } from "./vectors.mjs";

const { load } = await import(pathToFileURL(join(resolve(process.argv[2]), "dist/node.mjs")));
const result = runVectors(await load(), vectorFiles(), memberNames(kindFiles()));
process.exit(report("vectors in Node", result) ? 0 : 1);
