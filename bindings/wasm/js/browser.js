// What the module's glue needs of a page, whichever way the package came into it.

export const environment = {
  WebAssembly,
  TextDecoder,
  TextEncoder,
  FinalizationRegistry: typeof FinalizationRegistry === "undefined" ? undefined : FinalizationRegistry,
  fetch: (...request) => fetch(...request),
  URL,
  Request,
  Response,
};
