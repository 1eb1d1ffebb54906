//! A kind file or a list of kinds: taken or answered with the place of the mistake; a set takes all or nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::kind::{Kind, KindError, Kinds, MAX_KINDS};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut kinds = Kinds::new();
    match kinds.insert_file(text) {
        Ok(count) => {
            assert!(kinds.iter().count() <= count && count <= MAX_KINDS);
            for kind in kinds.iter() {
                agrees(&kinds, kind);
            }
        }
        Err(error) => {
            assert_eq!(kinds.iter().count(), 0);
            match &error {
                KindError::Json { path, .. } | KindError::Rule { path, .. } => assert!(!path.is_empty()),
                _ => {}
            }
            // Whatever the file says, the answer can be shown on a terminal.
            assert!(!error.zh().is_empty() && !error.en().contains(char::is_control));
        }
    }
});

/// Names and labels lead to each other, and a rule for numbers answers anything.
fn agrees(kinds: &Kinds, kind: &Kind) {
    assert!(kind.items().is_sorted_by(|a, b| a.label() < b.label()));
    for item in kind.items() {
        assert_eq!(kind.item(item.label()), Some(item));
        assert_eq!(kinds.label_of(kind.code(), item.name()), Some(item.label()));
        assert!(!item.limits() || item.printed());
    }
    if let Some(rule) = kind.number_rule() {
        for number in [kind.name_zh(), "", "J510104-2024-000001"]
            .into_iter()
            .chain(rule.templates().iter().map(String::as_str))
        {
            let _ = rule.fits(number);
        }
    }
}
