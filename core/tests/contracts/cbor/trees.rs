//! Any tree survives writing and reading, and another library reads the same.

use ciborium::Value;
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use unicode_normalization::UnicodeNormalization;
use zhengzhao::cbor::{diagnose, text_fault};
use zhengzhao::error::Object;

use crate::item::{Item, Label, encode, foreign, read, skip};

fn text() -> impl Strategy<Value = String> {
    vec(prop_oneof![any::<char>(), proptest::char::range('一', '龥'), proptest::char::range(' ', '~')], 0..24)
        .prop_map(|characters| characters.into_iter().nfc().collect::<String>())
        .prop_filter("may be signed", |text| text_fault(text).is_none())
}

fn label(redactions: bool) -> impl Strategy<Value = Label> {
    let ordinary = prop_oneof![
        any::<i64>().prop_map(Label::Int),
        (-300_i64..300).prop_map(Label::Int),
        text().prop_map(Label::Text),
    ];
    if redactions { prop_oneof![4 => ordinary, 1 => Just(Label::Redacted)].boxed() } else { ordinary.boxed() }
}

fn item(redactions: bool) -> impl Strategy<Value = Item> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Item::Int),
        (-300_i64..300).prop_map(Item::Int),
        vec(any::<u8>(), 0..300).prop_map(Item::Bytes),
        text().prop_map(Item::Text),
        any::<bool>().prop_map(Item::Bool),
        Just(Item::Null),
    ];
    leaf.prop_recursive(6, 128, 30, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..30).prop_map(Item::Array),
            btree_map(label(redactions), inner.clone(), 0..30)
                .prop_map(|map| Item::Map(map.into_iter().collect())),
            inner.prop_map(|inner| Item::Tagged(Box::new(inner))),
        ]
    })
}

/// The same tree with the entries of its maps in the order of their encoded keys.
fn ordered(item: Item) -> Item {
    match item {
        Item::Array(items) => Item::Array(items.into_iter().map(ordered).collect()),
        Item::Map(entries) => {
            let mut entries: Vec<_> = entries.into_iter().map(|(key, item)| (key, ordered(item))).collect();
            entries.sort_by_key(|(key, _)| match key {
                Label::Int(label) => encode(&Item::Int(*label)),
                Label::Text(label) => encode(&Item::Text(label.clone())),
                Label::Redacted => vec![0xf8, 59],
            });
            Item::Map(entries)
        }
        Item::Tagged(inner) => Item::Tagged(Box::new(ordered(*inner))),
        other => other,
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(item in item(true)) {
        let bytes = encode(&item);
        prop_assert_eq!(skip(&bytes), Ok(()));
        let again = read(&bytes).unwrap();
        prop_assert_eq!(encode(&again), bytes.clone());
        prop_assert_eq!(again, ordered(item));
        prop_assert!(diagnose(Object::Certificate, &bytes).is_ok());
    }

    #[test]
    fn every_prefix_is_refused(item in item(true)) {
        let bytes = encode(&item);
        for length in 0..bytes.len() {
            prop_assert!(skip(&bytes[..length]).is_err(), "{} of {}", length, bytes.len());
        }
    }

    #[test]
    fn another_library_reads_the_same_value(item in item(false)) {
        let bytes = encode(&item);
        let value: Value = ciborium::from_reader(bytes.as_slice()).unwrap();
        prop_assert_eq!(Some(value), foreign(&ordered(item)));
    }

    #[test]
    fn what_is_read_after_a_change_is_read_the_same_elsewhere(
        item in item(false),
        at in any::<proptest::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = encode(&item);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        // Acceptance implies one encoding and one meaning.
        if let Ok(read) = read(&bytes) {
            prop_assert_eq!(encode(&read), bytes.clone());
            if let Some(expected) = foreign(&read) {
                prop_assert_eq!(ciborium::from_reader::<Value, _>(bytes.as_slice()).unwrap(), expected);
            }
        }
    }
}
