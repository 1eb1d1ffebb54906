//! Any tree, redacted anywhere, shown in any part: the verdict holds exactly that part.

use proptest::collection::{btree_map, vec};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use zhengzhao::certificate::{Items, Value};
use zhengzhao::crypto::sha256;
use zhengzhao::holder::{HolderCopy, Step};
use zhengzhao::issue::{Draft, DraftElement, DraftItem, DraftValue};

use crate::world::World;

fn draft_items(value: impl Strategy<Value = DraftValue> + Clone) -> impl Strategy<Value = Vec<DraftItem>> {
    btree_map(100_u16..140, (value, any::<bool>()), 0..6).prop_map(|map| {
        map.into_iter().map(|(label, (value, redact))| DraftItem { label, value, redact }).collect()
    })
}

fn value() -> impl Strategy<Value = DraftValue> + Clone {
    let leaf = prop_oneof![
        any::<i64>().prop_map(DraftValue::Integer),
        any::<bool>().prop_map(DraftValue::Bool),
        vec(any::<u8>(), 0..40).prop_map(DraftValue::Bytes),
        "[一-龥a-z ]{0,12}".prop_map(DraftValue::Text),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let element =
            (inner.clone(), any::<bool>()).prop_map(|(value, redact)| DraftElement { value, redact });
        prop_oneof![
            vec(element, 0..6).prop_map(DraftValue::List),
            draft_items(inner).prop_map(DraftValue::Map)
        ]
    })
    .boxed()
}

fn draft() -> impl Strategy<Value = Draft> {
    let permits = vec((draft_items_open(), any::<bool>()), 0..4);
    (draft_items(value()), permits, 0_usize..8).prop_map(|(items, permits, decoys_to)| {
        let world = World::new();
        let permits = permits.into_iter().map(|(items, redact)| world.permit(items, redact)).collect();
        Draft { permits, decoys_to, ..world.draft(items) }
    })
}

fn draft_items_open() -> impl Strategy<Value = Vec<DraftItem>> {
    vec(any::<i64>(), 0..3).prop_map(|values| {
        values
            .into_iter()
            .zip(200..)
            .map(|(value, label)| DraftItem::open(label, DraftValue::Integer(value)))
            .collect()
    })
}

/// A choice that depends on nothing but the seed and the way.
fn choose(seed: u64, path: &[Step]) -> bool {
    match seed {
        0 => false,
        1 => true,
        _ => sha256(&[format!("{seed} {path:?}").as_bytes()])[0] & 1 == 1,
    }
}

/// The independent model: what of a draft is shown when `seed` chooses.
struct Model {
    seed: u64,
    /// Every redacted thing, shown or not.
    ways: Vec<Vec<Step>>,
    /// Elements withheld from shown lists of the map that is looked at.
    list_hidden: usize,
}

impl Model {
    fn visible(&self, redact: bool, path: &[Step]) -> bool {
        !redact || choose(self.seed, path)
    }

    fn note(&mut self, redact: bool, path: &[Step]) {
        if redact {
            self.ways.push(path.to_vec());
        }
    }

    fn items_hold(
        &mut self,
        drafts: &[DraftItem],
        shown: Option<&Items>,
        path: &[Step],
        decoys_to: usize,
    ) -> bool {
        let mut expected = Vec::new();
        let (mut hidden, mut hashes) = (0, 0);
        let around = std::mem::take(&mut self.list_hidden);
        let mut holds = true;
        for item in drafts {
            let path = [path, &[Step::Item(item.label)]].concat();
            self.note(item.redact, &path);
            hashes += usize::from(item.redact);
            let visible = self.visible(item.redact, &path);
            hidden += usize::from(!visible);
            if visible {
                expected.push(item.label);
            }
            let value = shown.filter(|_| visible).map(|items| items.get(item.label));
            holds &= value != Some(None);
            holds &= self.value_holds(&item.value, value.flatten(), &path);
        }
        hidden += std::mem::replace(&mut self.list_hidden, around);
        let Some(shown) = shown else { return true };
        holds
            && shown.iter().map(|(label, _)| label).eq(expected)
            && shown.withheld() == hidden + decoys_to.saturating_sub(hashes)
    }

    /// `shown` is none where an outer part is withheld: then only the ways are collected.
    fn value_holds(&mut self, draft: &DraftValue, shown: Option<&Value>, path: &[Step]) -> bool {
        match (draft, shown) {
            (DraftValue::Map(drafts), None) => self.items_hold(drafts, None, path, 0),
            (DraftValue::Map(drafts), Some(Value::Map(items))) => {
                self.items_hold(drafts, Some(items), path, 0)
            }
            (DraftValue::List(drafts), None) => self.list_holds(drafts, None, path),
            (DraftValue::List(drafts), Some(Value::List(list))) => self.list_holds(drafts, Some(list), path),
            (_, None) => true,
            (DraftValue::Integer(draft), Some(Value::Integer(shown))) => draft == shown,
            (DraftValue::Bool(draft), Some(Value::Bool(shown))) => draft == shown,
            (DraftValue::Bytes(draft), Some(Value::Bytes(shown))) => draft == shown,
            (DraftValue::Text(draft), Some(Value::Text(shown))) => draft == shown,
            _ => false,
        }
    }

    fn list_holds(&mut self, drafts: &[DraftElement], shown: Option<&Vec<Value>>, path: &[Step]) -> bool {
        let mut rest = shown.map(|list| list.iter());
        let mut holds = true;
        for (index, element) in drafts.iter().enumerate() {
            let path = [path, &[Step::Element(index)]].concat();
            self.note(element.redact, &path);
            let visible = self.visible(element.redact, &path);
            self.list_hidden += usize::from(!visible && rest.is_some());
            let value = if visible { rest.as_mut().map(Iterator::next) } else { None };
            holds &= value != Some(None);
            holds &= self.value_holds(&element.value, value.flatten(), &path);
        }
        holds && rest.is_none_or(|mut rest| rest.next().is_none())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn exactly_the_chosen_part_is_verified(draft in draft(), seed in prop_oneof![0_u64..2, any::<u64>()]) {
        let world = World::new();
        let issued = world.issue(&draft);
        let copy = HolderCopy::parse(issued.as_bytes()).unwrap();
        let shown = copy.show(|path| choose(seed, path));
        let verified = world.verify(&shown).unwrap();

        let mut model = Model { seed, ways: Vec::new(), list_hidden: 0 };
        prop_assert!(model.items_hold(&draft.items, Some(verified.items()), &[], draft.decoys_to));

        let mut permits = verified.permits().iter();
        let mut hidden = 0;
        for (index, permit) in draft.permits.iter().enumerate() {
            let path = [Step::Permit(index)];
            model.note(permit.redact, &path);
            if model.visible(permit.redact, &path) {
                let shown = permits.next().unwrap();
                prop_assert!(model.items_hold(&permit.items, Some(shown.items()), &path, 0));
                prop_assert_eq!(shown.standing(), Ok(()));
            } else {
                hidden += 1;
            }
        }
        prop_assert!(permits.next().is_none());
        prop_assert_eq!(verified.permits_withheld(), hidden);

        // The holder is told of everything that can be disclosed, and of nothing else.
        let mut ways: Vec<_> = copy.disclosable().map(<[Step]>::to_vec).collect();
        ways.sort();
        model.ways.sort();
        prop_assert_eq!(ways, model.ways);
    }

    #[test]
    fn decoys_look_like_withheld_items_and_are_never_shown(items in 0_u16..6, decoys_to in 0_usize..12) {
        let world = World::new();
        let items: Vec<_> = (100..100 + items).map(|label| DraftItem::selective(label, "值")).collect();
        let count = items.len();
        let draft = Draft { decoys_to, ..world.draft(items) };
        let issued = world.issue(&draft);
        let copy = HolderCopy::parse(issued.as_bytes()).unwrap();
        prop_assert_eq!(copy.disclosable().count(), count);
        let all = world.verify(&copy.show_all()).unwrap();
        prop_assert_eq!((all.items().len(), all.items().withheld()), (count, decoys_to.saturating_sub(count)));
        let none = world.verify(&copy.show(|_| false)).unwrap();
        prop_assert_eq!((none.items().len(), none.items().withheld()), (0, count.max(decoys_to)));
        // What the issuer hands over is for the holder alone.
        let direct = world.verify(issued.as_bytes());
        prop_assert_eq!(direct.err().map(|refusal| refusal.code()), (decoys_to > count).then_some("decoy_disclosed"));
    }
}

#[test]
fn an_inner_part_is_shown_only_with_its_outer_part() {
    let world = World::new();
    let inner = DraftValue::Map(vec![DraftItem::selective(1, "内"), DraftItem::open(2, "外")]);
    let list = DraftValue::List(vec![DraftElement { value: inner, redact: true }]);
    let draft = world.draft(vec![DraftItem { label: 100, value: list, redact: true }]);
    let copy = HolderCopy::parse(world.issue(&draft).as_bytes()).unwrap();
    let deep = [Step::Item(100), Step::Element(0), Step::Item(1)];
    assert!(copy.disclosable().any(|path| path == deep));
    let only_inner = world.verify(&copy.show(|path| path == deep)).unwrap();
    assert!(only_inner.items().is_empty());
    let chain = world.verify(&copy.show(|path| deep.starts_with(path))).unwrap();
    assert_eq!(chain.items().len(), 1);
    let everything = copy.show_items(&[100]);
    assert_eq!(everything, copy.show_all());
    assert!(copy.show_items(&[101]).len() < everything.len());
}

#[test]
fn an_item_given_twice_is_not_issued() {
    let world = World::new();
    let twice = |first: bool, second: bool| {
        let items = [first, second].map(|redact| DraftItem { label: 100, value: "值".into(), redact });
        let draft = world.draft(items.to_vec());
        zhengzhao::issue::issue(
            &draft,
            crate::world::enrolled(&world.holder, &draft.issuer),
            &crate::world::status_ref(1),
            &world.issuer,
            &mut crate::world::rng(1),
        )
        .is_err()
    };
    for (first, second) in [(false, false), (false, true), (true, false), (true, true)] {
        assert!(twice(first, second), "{first} {second}");
    }
}

#[test]
fn what_a_holder_could_not_read_is_not_issued() {
    let world = World::new();
    let draft = Draft { decoys_to: 257, ..world.draft(vec![DraftItem::selective(100, "值")]) };
    let issued = zhengzhao::issue::issue(
        &draft,
        crate::world::enrolled(&world.holder, &draft.issuer),
        &crate::world::status_ref(1),
        &world.issuer,
        &mut crate::world::rng(1),
    );
    assert!(issued.is_err());
    let draft = Draft { decoys_to: 256, ..draft };
    assert_eq!(HolderCopy::parse(world.issue(&draft).as_bytes()).unwrap().disclosable().count(), 1);
}
