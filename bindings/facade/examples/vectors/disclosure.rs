//! Selective disclosure: every disclosure opens exactly one hash, in its own place.

use crate::book::{Book, Vector, vector};
use crate::licences::with_desk;
use crate::scene::{ITEMS, Parts, SD_ALG, Scene, item, rng};
use crate::tree::{REDACTED, Tree, bytes, int, raw, text, uint};
use chacha20::rand_core::Rng as _;
use zhengzhao::crypto::sha256;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "disclosure", "Disclosures and the hashes that they open.");
    matching(scene, &mut book);
    places(scene, &mut book);
    labels(scene, &mut book);
    hashes(scene, &mut book);
    contents(scene, &mut book);
    depth(scene, &mut book);
    book
}

/// The plain licence with redactions that are written by hand.
#[derive(Debug)]
struct Redacted {
    parts: Parts,
    salts: chacha20::ChaCha20Rng,
}

fn digest(content: &[u8]) -> [u8; 32] {
    sha256(&[&bytes(content).encode()])
}

impl Redacted {
    fn new(scene: &Scene, name: &str) -> Self {
        let mut parts = scene.food_parts();
        parts.protected.set(SD_ALG, int(-16));
        Self { parts, salts: rng(name) }
    }

    fn salt(&mut self) -> Tree {
        let mut salt = [0; 16];
        self.salts.fill_bytes(&mut salt);
        bytes(&salt)
    }

    /// The content of a member's disclosure.
    fn member(&mut self, value: Tree, label: Tree) -> Vec<u8> {
        Tree::List(vec![self.salt(), value, label]).encode()
    }

    /// The content of an element's disclosure.
    fn element(&mut self, value: Tree) -> Vec<u8> {
        Tree::List(vec![self.salt(), value]).encode()
    }

    /// Puts the hashes of these disclosures at the top of `items`.
    fn hide(&mut self, contents: &[&[u8]]) -> &mut Self {
        let mut digests: Vec<_> = contents.iter().map(|content| digest(content)).collect();
        digests.sort_unstable();
        self.digests(digests.iter().map(|digest| bytes(digest)).collect())
    }

    fn digests(&mut self, digests: Vec<Tree>) -> &mut Self {
        self.parts.payload.get(ITEMS).put(REDACTED.to_vec(), Tree::List(digests));
        self
    }

    /// A list under the item 40 with the hashes of these disclosures as elements.
    fn hide_in_list(&mut self, contents: &[&[u8]]) -> &mut Self {
        let elements = contents.iter().map(|content| tagged(&digest(content))).collect();
        item(&mut self.parts.payload, 40, Tree::List(elements));
        self
    }

    fn show(&mut self, contents: &[&[u8]], scene: &Scene) -> Vec<u8> {
        self.parts.shown = contents.iter().map(|content| content.to_vec()).collect();
        self.parts.sign(&scene.world.chongqing_market.issue_key)
    }
}

/// A redacted element: tag 60 around the hash.
fn tagged(digest: &[u8]) -> Tree {
    raw(|w| w.tag(60).bytes(digest))
}

fn good(name: &str, about: &str) -> Vector {
    vector(name, about).desk("desk")
}

fn bad(name: &str, traps: &[u8], sibling: &str, difference: &str) -> Vector {
    let about = format!("Disclosures and hashes fit one to one. {difference}");
    vector(name, about).traps(traps).from(sibling, difference).desk("desk")
}

fn matching(scene: &Scene, book: &mut Book) {
    let mut one = Redacted::new(scene, "one member");
    let (shown, other) = (one.member(text("甲"), uint(40)), one.member(text("乙"), uint(41)));
    one.hide(&[&shown, &other]);
    let sibling = "two_members_redacted";
    book.add(
        good(sibling, "Two items are redacted and disclosed.")
            .verify(one.show(&[&shown, &other], scene))
            .verified(),
    );
    book.add(
        good("one_of_two_members_withheld", "One of two redacted items is withheld.")
            .traps(&[21])
            .verify(one.show(&[&shown], scene))
            .verified(),
    );
    let stranger = one.member(text("丙"), uint(42));
    book.add(
        bad("disclosure_of_nothing", &[16], sibling, "A third disclosure matches no hash.")
            .verify(one.show(&[&shown, &other, &stranger], scene))
            .refused("disclosure_unmatched"),
    );
    let mut altered = shown.clone();
    let last = altered.len() - 1;
    altered[last] = 42;
    book.add(
        bad("disclosure_altered", &[16], sibling, "The label in a disclosure was changed.")
            .verify(one.show(&[&altered, &other], scene))
            .refused("disclosure_unmatched"),
    );
    book.add(
        bad("disclosure_twice", &[17], sibling, "A disclosure is there twice.")
            .verify(one.show(&[&shown, &other, &shown], scene))
            .refused("disclosure_repeated"),
    );
    let mut by_content = Redacted::new(scene, "hash of the content");
    let content = by_content.member(text("甲"), uint(40));
    by_content.digests(vec![bytes(&sha256(&[&content]))]);
    book.add(
        bad(
            "hash_of_the_content",
            &[16],
            sibling,
            "The hash is over the content of the byte string, without its head.",
        )
        .verify(by_content.show(&[&content], scene))
        .refused("disclosure_unmatched"),
    );
    let mut decoy = Redacted::new(scene, "decoy");
    let empty = Tree::List(vec![decoy.salt()]).encode();
    let real = decoy.member(text("甲"), uint(40));
    decoy.hide(&[&real, &empty]);
    book.add(
        good("decoy_kept_back", "A decoy among the hashes looks like a withheld item.")
            .traps(&[42])
            .verify(decoy.show(&[&real], scene))
            .verified(),
    );
    book.add(
        bad("decoy_disclosed", &[42], "decoy_kept_back", "The decoy is disclosed to the checker.")
            .verify(decoy.show(&[&real, &empty], scene))
            .refused("decoy_disclosed"),
    );
    book.add(
        bad("only_a_decoy_disclosed", &[42], "decoy_kept_back", "Nothing but the decoy is disclosed.")
            .verify(decoy.show(&[&empty], scene))
            .refused("decoy_disclosed"),
    );
    let mut clear = scene.food_parts();
    clear.protected.set(SD_ALG, int(-16));
    clear.shown = vec![shown];
    let shown = clear.sign(&scene.world.chongqing_market.issue_key);
    book.add(
        bad(
            "disclosure_where_nothing_is_redacted",
            &[16],
            "food",
            "A disclosure is there though nothing is redacted.",
        )
        .verify(shown)
        .refused("disclosure_unmatched"),
    );
}

fn places(scene: &Scene, book: &mut Book) {
    let mut list = Redacted::new(scene, "elements");
    let (first, second) = (list.element(text("甲")), list.element(text("乙")));
    list.hide_in_list(&[&first, &second]);
    let sibling = "two_elements_redacted";
    book.add(
        good(sibling, "Two elements of a list are redacted and disclosed.")
            .verify(list.show(&[&first, &second], scene))
            .verified(),
    );
    book.add(
        good("first_element_withheld", "A withheld element leaves no gap.")
            .traps(&[21])
            .verify(list.show(&[&second], scene))
            .telling("/withheld", 1)
            .verified(),
    );
    let mut wrong = Redacted::new(scene, "member as element");
    let member = wrong.member(text("甲"), uint(41));
    let shown = wrong.hide_in_list(&[&member]).show(&[&member], scene);
    book.add(
        bad("member_as_element", &[19], sibling, "A disclosure with a label stands for an element.")
            .verify(shown)
            .refused("disclosure_wrong_place"),
    );
    let mut wrong = Redacted::new(scene, "element as member");
    let element = wrong.element(text("甲"));
    let shown = wrong.hide(&[&element]).show(&[&element], scene);
    book.add(
        bad(
            "element_as_member",
            &[19],
            "two_members_redacted",
            "A disclosure without a label stands for an item.",
        )
        .verify(shown)
        .refused("disclosure_wrong_place"),
    );
    let with = |value: Tree, name: &str| {
        let mut wrong = Redacted::new(scene, name);
        item(&mut wrong.parts.payload, 40, value);
        let other = wrong.member(text("甲"), uint(41));
        wrong.hide(&[&other]);
        wrong.show(&[&other], scene)
    };
    book.add(
        bad(
            "redacted_element_outside_a_list",
            &[21],
            sibling,
            "The tag 60 stands where an item's value should.",
        )
        .verify(with(tagged(&[5; 32]), "tag outside"))
        .refused("cbor_tag"),
    );
    book.add(
        bad("element_of_another_tag", &[21], sibling, "An element carries the tag 58 instead of 60.")
            .verify(with(Tree::List(vec![raw(|w| w.tag(58).bytes(&[5; 32]))]), "tag 58"))
            .refused("cbor_tag"),
    );
    book.add(
        bad("redacted_element_of_31_bytes", &[21], sibling, "The hash of an element has 31 bytes.")
            .verify(with(Tree::List(vec![tagged(&[5; 31])]), "short element"))
            .refused("cbor_out_of_range"),
    );
}

fn labels(scene: &Scene, book: &mut Book) {
    let sibling = "two_members_redacted";
    let with = |name: &str, label: Tree| {
        let mut one = Redacted::new(scene, name);
        let member = one.member(text("甲"), label);
        one.hide(&[&member]).show(&[&member], scene)
    };
    for (name, number, claim) in [("exp", 4, "exp"), ("iss", 1, "iss"), ("cnf", 8, "cnf")] {
        // Small numbers are labels of items, whatever claim has the same number: they can only add an item.
        let disclosed = with(name, uint(number));
        let described = vector(
            format!("disclosed_label_of_{name}"),
            format!("The label of {claim} names an item when it is disclosed, and never the claim."),
        )
        .traps(&[19]);
        if [1, 4].contains(&number) {
            let difference =
                format!("A disclosure has the label {number}, which is an item that stands there already.");
            book.add(
                described
                    .from(sibling, difference)
                    .desk("desk")
                    .verify(disclosed)
                    .refused("disclosure_key_repeated"),
            );
        } else {
            book.add(described.desk("desk").verify(disclosed).verified());
        }
    }
    for (name, label) in [
        ("status", uint(65_535)),
        ("status_list", uint(65_533)),
        ("profile", int(-70_001)),
        ("region", int(-70_002)),
        ("items", int(-70_003)),
        ("permits", int(-70_004)),
        ("zero", uint(0)),
        ("the_first_beyond", uint(4096)),
    ] {
        book.add(
            bad(
                &format!("disclosed_claim_{name}"),
                &[19, 23],
                sibling,
                &format!("A disclosure has the label of {}.", name.replace('_', " ")),
            )
            .verify(with(name, label))
            .refused("disclosure_key_not_allowed"),
        );
    }
    book.add(
        bad("disclosed_text_label", &[19], sibling, "A disclosure has a text label.")
            .verify(with("text label", text("iss")))
            .refused("disclosure_key_not_allowed"),
    );
    book.add(
        bad("disclosed_bytes_label", &[19], sibling, "A disclosure has a byte string as its label.")
            .verify(with("bytes label", bytes(&[1])))
            .refused("disclosure_key_not_allowed"),
    );
    book.add(
        bad("disclosed_simple_59_label", &[19], sibling, "A disclosure has simple(59) as its label.")
            .verify(with("simple label", Tree::Raw(vec![0xf8, 59])))
            .refused("disclosure_key_not_allowed"),
    );
    for number in zhengzhao::kind::RESTATED {
        book.add(
            bad(
                &format!("disclosed_restating_{number}"),
                &[19],
                sibling,
                &format!("A disclosure has the label {number}, which restates a claim."),
            )
            .verify(with("restating", uint(u64::from(number))))
            .refused("item_restates_claim"),
        );
    }
    book.add(
        bad(
            "disclosed_beside_a_clear_item",
            &[18],
            sibling,
            "A disclosure has the label of an item that is open.",
        )
        .verify(with("clear", uint(2)))
        .refused("disclosure_key_repeated"),
    );
    let mut two = Redacted::new(scene, "same label");
    let (one, other) = (two.member(text("甲"), uint(40)), two.member(text("乙"), uint(40)));
    let shown = two.hide(&[&one, &other]).show(&[&one, &other], scene);
    book.add(
        bad("disclosed_label_twice", &[18], sibling, "Two disclosures have the same label.")
            .verify(shown)
            .refused("disclosure_key_repeated"),
    );
}

fn hashes(scene: &Scene, book: &mut Book) {
    let sibling = "two_members_redacted";
    let mut two = Redacted::new(scene, "hashes");
    let (one, other) = (two.member(text("甲"), uint(40)), two.member(text("乙"), uint(41)));
    let mut sorted = [digest(&one), digest(&other)];
    sorted.sort_unstable();
    let [low, high] = sorted;
    let mut with = |digests: Vec<Tree>, shown: &[&[u8]]| two.digests(digests).show(shown, scene);
    book.add(
        bad("hashes_out_of_order", &[], sibling, "The hashes are not in order.")
            .verify(with(vec![bytes(&high), bytes(&low)], &[&one, &other]))
            .refused("digest_order"),
    );
    book.add(
        bad("hashes_empty", &[], sibling, "The list of hashes is empty.")
            .verify(with(Vec::new(), &[]))
            .refused("digest_order"),
    );
    book.add(
        bad("hash_twice", &[17], sibling, "A hash stands in the list twice, and its disclosure is there.")
            .verify(with(vec![bytes(&low), bytes(&low), bytes(&high)], &[]))
            .refused("digest_repeated"),
    );
    book.add(
        bad("hash_of_31_bytes", &[], sibling, "A hash has 31 bytes.")
            .verify(with(vec![bytes(&low[..31])], &[]))
            .refused("cbor_out_of_range"),
    );
    let mut places = Redacted::new(scene, "two places");
    let element = places.element(text("甲"));
    let (element_hash, also) = (digest(&element), tagged(&digest(&element)));
    item(&mut places.parts.payload, 40, Tree::List(vec![also.clone(), also]));
    book.add(
        bad(
            "hash_at_two_elements",
            &[17],
            "two_elements_redacted",
            "One hash stands at two elements of a list.",
        )
        .verify(places.show(&[&element], scene))
        .refused("digest_repeated"),
    );
    let mut places = Redacted::new(scene, "two lists");
    item(&mut places.parts.payload, 40, Tree::List(vec![tagged(&element_hash)]));
    item(&mut places.parts.payload, 41, Tree::List(vec![tagged(&element_hash)]));
    book.add(
        bad(
            "hash_in_two_lists",
            &[17],
            "two_elements_redacted",
            "One hash stands in two lists, and its one disclosure is there.",
        )
        .verify(places.show(&[&element], scene))
        .refused("digest_repeated"),
    );
    let mut places = Redacted::new(scene, "member and element");
    item(&mut places.parts.payload, 40, Tree::List(vec![tagged(&element_hash)]));
    places.digests(vec![bytes(&element_hash)]);
    book.add(
        bad(
            "hash_at_an_item_and_an_element",
            &[17],
            "two_elements_redacted",
            "One hash stands at an item and at an element; nothing is disclosed.",
        )
        .verify(places.show(&[], scene))
        .refused("digest_repeated"),
    );
    let mut nested = Redacted::new(scene, "nested hash");
    let inner = nested.member(text("甲"), uint(1));
    let map =
        |content: &[u8]| Tree::Map(vec![(REDACTED.to_vec(), Tree::List(vec![bytes(&digest(content))]))]);
    let (first, second) = (nested.member(map(&inner), uint(40)), nested.member(map(&inner), uint(41)));
    nested.hide(&[&first, &second]);
    book.add(
        bad("hash_in_two_disclosures", &[17, 20], "nested", "One hash stands inside two disclosures.")
            .verify(nested.show(&[&first, &second, &inner], scene))
            .refused("digest_repeated"),
    );
    book.add(
        bad(
            "inner_without_outer",
            &[16, 20],
            "nested",
            "A disclosure is there without the one in which its hash stands.",
        )
        .verify(nested.show(&[&inner], scene))
        .refused("disclosure_unmatched"),
    );
}

fn contents(scene: &Scene, book: &mut Book) {
    let sibling = "two_members_redacted";
    let with = |content: Vec<u8>| {
        let mut one = Redacted::new(scene, "contents");
        one.hide(&[&content]).show(&[&content], scene)
    };
    let salt = || bytes(&[9; 16]);
    let list = |parts: Vec<Tree>| Tree::List(parts).encode();
    book.add(
        bad("salt_of_15_bytes", &[], sibling, "A salt has 15 bytes.")
            .verify(with(list(vec![bytes(&[9; 15]), text("甲"), uint(40)])))
            .refused("cbor_out_of_range"),
    );
    book.add(
        bad("salt_of_17_bytes", &[], sibling, "A salt has 17 bytes.")
            .verify(with(list(vec![bytes(&[9; 17]), text("甲"), uint(40)])))
            .refused("cbor_out_of_range"),
    );
    book.add(
        bad("disclosure_of_four_parts", &[19], sibling, "A disclosure has four parts.")
            .verify(with(list(vec![salt(), text("甲"), uint(40), uint(1)])))
            .refused("cbor_too_large"),
    );
    book.add(
        bad("disclosure_of_no_parts", &[19], sibling, "A disclosure is an empty list.")
            .verify(with(list(Vec::new())))
            .refused("cbor_out_of_range"),
    );
    book.add(
        bad("disclosure_as_a_map", &[19], sibling, "A disclosure is a map.")
            .verify(with(vec![0xa0]))
            .refused("cbor_unexpected_type"),
    );
    book.add(
        bad(
            "disclosure_with_a_byte_behind",
            &[13],
            sibling,
            "A byte follows the disclosure inside its byte string.",
        )
        .verify(with([list(vec![salt(), text("甲"), uint(40)]), vec![0]].concat()))
        .refused("cbor_trailing_bytes"),
    );
    book.add(
        bad("disclosure_key_before_value", &[19], sibling, "The label stands before the value.")
            .verify(with(list(vec![salt(), uint(40), text("甲")])))
            .refused("disclosure_key_not_allowed"),
    );
    book.add(
        bad("disclosed_float", &[15], sibling, "The disclosed value is a floating-point number.")
            .verify(with(list(vec![salt(), Tree::Raw(vec![0xf9, 0x3c, 0]), uint(40)])))
            .refused("cbor_float"),
    );
    book.add(
        bad("disclosed_null", &[], sibling, "The disclosed value is null.")
            .verify(with(list(vec![salt(), Tree::Raw(vec![0xf6]), uint(40)])))
            .refused("cbor_simple"),
    );
    book.add(
        bad(
            "disclosed_to_be_redacted",
            &[21],
            sibling,
            "The disclosed value carries the tag 58, for issuers only.",
        )
        .verify(with(list(vec![salt(), raw(|w| w.tag(58).text("甲")), uint(40)])))
        .refused("cbor_tag"),
    );
    book.add(
        bad("disclosed_redaction", &[21], sibling, "The disclosed value is a redacted element.")
            .verify(with(list(vec![salt(), tagged(&[3; 32]), uint(40)])))
            .refused("cbor_tag"),
    );
    book.add(
        bad("disclosed_duplicate", &[7], sibling, "The disclosed value is a map with a label twice.")
            .verify(with(list(vec![
                salt(),
                Tree::Map(vec![(uint(1).encode(), uint(1)), (uint(1).encode(), uint(2))]),
                uint(40),
            ])))
            .refused("cbor_duplicate_key"),
    );
    book.add(
        bad("disclosed_text_not_nfc", &[39], sibling, "The disclosed text is not in normal form C.")
            .verify(with(list(vec![salt(), text("e\u{301}"), uint(40)])))
            .refused("cbor_not_nfc"),
    );
    let inner = vec![0x58, 1, 0x80];
    let mut long = Redacted::new(scene, "long head");
    long.hide(&[&[0x80]]);
    let unprotected = [vec![0xa1, 0x11, 0x81], inner].concat();
    let long = long.parts.sign_unprotected(&scene.world.chongqing_market.issue_key, &unprotected);
    book.add(
        bad(
            "disclosure_head_not_shortest",
            &[11, 12],
            sibling,
            "The head of a disclosure's byte string is longer than it needs.",
        )
        .verify(long)
        .refused("cbor_not_shortest"),
    );
}

/// A chain of disclosures, each inside the one before.
fn depth(scene: &Scene, book: &mut Book) {
    let chain = |levels: usize| {
        let mut one = Redacted::new(scene, &format!("chain of {levels}"));
        let mut contents = vec![one.member(text("甲"), uint(1))];
        for level in 1..levels {
            let hash = bytes(&digest(&contents[level - 1]));
            let map = Tree::Map(vec![(REDACTED.to_vec(), Tree::List(vec![hash]))]);
            contents.push(one.member(map, uint(40)));
        }
        let last = contents[levels - 1].clone();
        one.hide(&[&last]);
        let shown: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
        one.show(&shown, scene)
    };
    book.add(
        good("chain_of_16", "Sixteen levels of items are the most that the format allows.")
            .traps(&[20])
            .verify(chain(16))
            .verified(),
    );
    book.add(
        bad("chain_of_17", &[20], "chain_of_16", "There is one level more.")
            .verify(chain(17))
            .refused("cbor_too_deep"),
    );
    book.add(
        bad("chain_of_200", &[20], "chain_of_16", "There are 200 levels.")
            .verify(chain(200))
            .refused("cbor_too_deep"),
    );
    let many = |count: usize| {
        let mut one = Redacted::new(scene, "many");
        let contents: Vec<_> = (0..count)
            .map(|number| one.member(uint(1), uint(40 + u64::try_from(number).expect("small"))))
            .collect();
        let refs: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
        one.hide(&refs).show(&refs, scene)
    };
    book.add(
        bad(
            "disclosures_257",
            &[20],
            "two_members_redacted",
            "There are 257 disclosures, one more than the limit.",
        )
        .verify(many(257))
        .refused("cbor_too_large"),
    );
}
