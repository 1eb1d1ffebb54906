//! A signed head of receipts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::crypto::Signer;
use zhengzhao::receipt::Head;
use zhengzhao_fuzz::checker;

fuzz_target!(|data: &[u8]| {
    if let Ok(head) = Head::verify(data, checker().public_key()) {
        // Deterministic: whoever holds the key makes the same bytes again.
        assert_eq!(Head::sign(head.tip(), head.issued_at(), checker()).unwrap(), data);
    }
});
