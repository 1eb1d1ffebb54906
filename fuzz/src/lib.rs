//! What the fuzz targets share. Each target in `fuzz_targets/` takes one untrusted input and holds the core to
//! its promise: an answer, never a panic, and no memory beyond the limits of the specification.
