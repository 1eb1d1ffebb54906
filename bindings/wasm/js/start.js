// Starts the module in what an environment has and makes the API over it.

import { createApi } from "./api.js";
import { UsageError } from "./errors.js";
import { createGlue } from "./glue.js";

// `source` is whatever the glue takes: a URL, a response, bytes, a compiled module, or the token of a mini-program.
export function start(environment, source) {
  const glue = createGlue(environment);
  return Promise.resolve(source)
    .then((resolved) => glue({ module_or_path: resolved }))
    .then(() => {
      const api = createApi(glue);
      // Another module may load all the same, and would fail at the first call.
      api.version();
      return api;
    })
    .catch((error) => {
      throw new UsageError("module_unusable", "the module could not be loaded: " + error, { cause: error });
    });
}

// One module however often it is asked for; one that failed can be tried again.
export function once(begin) {
  let loading;
  return function load(source) {
    if (loading === undefined) {
      loading = Promise.resolve().then(() => begin(source));
      loading.catch(() => {
        loading = undefined;
      });
    }
    return loading;
  };
}
