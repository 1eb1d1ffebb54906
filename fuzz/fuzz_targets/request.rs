//! A request at a wallet that holds a scenario and a certificate.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::request::{Request, judge_request};
use zhengzhao_fuzz::{COPY, WALLET, now};

fuzz_target!(|data: &[u8]| {
    let Ok(request) = Request::parse(data) else { return };
    assert_eq!(request.to_bytes(), data);
    let scenario = request.scenario().and_then(|named| WALLET.scenario(&named.id, now()).ok());
    let judgement = judge_request(&request, std::slice::from_ref(&*COPY), scenario, now());
    for offer in judgement.offers() {
        let asked = |label: &u16| request.asks().iter().any(|ask| ask.labels().contains(label));
        assert!(offer.labels().iter().all(asked));
        let _ = offer.show(&COPY);
    }
});
