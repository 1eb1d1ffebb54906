//! The strict reader against `ciborium`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| zhengzhao_fuzz::differential(data));
