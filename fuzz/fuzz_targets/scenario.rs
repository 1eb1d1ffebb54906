//! A scenario, offered to a desk.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::issue::issue_scenario;
use zhengzhao::scenario::UnverifiedScenario;
use zhengzhao_fuzz::{DESK, ISSUER, now, policy};

fuzz_target!(|data: &[u8]| {
    if let Ok(read) = UnverifiedScenario::parse(data) {
        // What is read says all that was signed.
        let again = issue_scenario(&read.claims, &*ISSUER).unwrap();
        assert_eq!(UnverifiedScenario::parse(&again).unwrap(), read);
    }
    let mut desk = DESK.clone();
    let before = desk.export();
    if desk.update_scenario(data, now(), &policy()).is_err() {
        assert_eq!(desk.export(), before);
    }
});
