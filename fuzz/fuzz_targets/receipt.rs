//! A journal of receipts: each after its length in two bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::receipt::{ChainCheck, Receipt, Tip};
use zhengzhao_fuzz::{now, pieces};

fuzz_target!(|data: &[u8]| {
    let mut chain = ChainCheck::new(now(), &[]);
    let mut tip = Tip::START;
    let (mut count, mut linked) = (0, true);
    for bytes in pieces(data) {
        let Ok(receipt) = Receipt::parse(bytes) else { return };
        assert_eq!(receipt.to_bytes(), bytes);
        // A stub stands in the chain where its receipt stood.
        let purged = receipt.clone().purge(now());
        assert_eq!(purged.tip(), receipt.tip());
        assert_eq!(Receipt::parse(&purged.to_bytes()).as_ref(), Ok(&purged));
        count += 1;
        linked &= receipt.number() == count && receipt.previous() == tip.link();
        tip = receipt.tip();
        chain.push(&receipt);
    }
    match chain.finish() {
        Ok(chain) => assert!(linked && *chain.tip() == tip),
        Err(refusal) => assert!(!linked || refusal.code() == "receipt_purged_early"),
    }
});
