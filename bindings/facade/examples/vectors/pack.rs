//! Packs: all or nothing, never back.

use crate::book::{Book, Bytes, vector};
use crate::scene::{Desk, NOW, Scene, status_list, statuses};
use crate::tree::{Tree, text, uint};
use zhengzhao::status::Shard;
use zhengzhao::store::Pack;
use zhengzhao_facade::sample::DAY;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = Book::new("pack", "Packs of lists: imported whole or not at all.");
    book.keep("anchor", scene.anchor());
    book.keep("desk", scene.desk.pack());
    shapes(scene, &mut book);
    whole(scene, &mut book);
    book
}

fn shapes(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    book.add(vector("pack_taken", "A pack with everything that a desk needs.").desk("desk").accepted());
    book.add(
        vector("pack_again", "A pack that was imported already changes nothing.")
            .desk("desk")
            .import("desk")
            .accepted(),
    );
    let pack = |anchor: &zhengzhao_facade::sample::Authority| {
        let anchor = anchor.anchor().expect("the sample's anchor");
        let desk = &scene.desk;
        Pack::new(Some(anchor), desk.own.clone(), desk.recognised.clone(), desk.statuses.clone()).to_bytes()
    };
    book.add(
        vector("pack_with_the_anchor", "A pack may carry the anchor that is pinned.")
            .pin("anchor")
            .import(pack(&world.chongqing))
            .accepted(),
    );
    let bad = |name: &str, difference: &str| {
        vector(name, format!("A pack has its form. {difference}"))
            .from("pack_taken", difference)
            .pin("anchor")
    };
    book.add(
        vector("pack_with_another_anchor", "An anchor in a pack pins nothing.")
            .traps(&[35, 40])
            .from("pack_with_the_anchor", "Its anchor is another authority's.")
            .pin("anchor")
            .import(pack(&world.sichuan))
            .refused("anchor_mismatch"),
    );
    book.add(bad("pack_empty", "It holds no list.").import(Pack::default().to_bytes()).refused("pack_empty"));
    let with = |change: &dyn Fn(&mut Tree)| {
        let mut pack = Tree::parse(&scene.desk.pack());
        change(&mut pack);
        pack.encode()
    };
    book.add(
        bad("pack_of_another_name", "It says that it is something else.")
            .traps(&[9])
            .import(with(&|pack| *pack.element(0) = text("zhengzhao-pick")))
            .refused("wrong_typ"),
    );
    book.add(
        bad("pack_as_a_state", "It says that it is a stored state.")
            .traps(&[9])
            .import(with(&|pack| *pack.element(0) = text("zhengzhao-state")))
            .refused("cbor_too_large"),
    );
    book.add(
        bad("pack_of_version_2", "Its version is 2.")
            .import(with(&|pack| *pack.element(1) = uint(2)))
            .refused("profile_unknown"),
    );
    book.add(
        bad("pack_with_another_member", "It has an unknown member.")
            .import(with(&|pack| {
                let map = pack.element(2);
                map.remove(4);
                map.set(9, uint(1));
            }))
            .refused("cbor_key_type"),
    );
    book.add(
        bad("pack_with_a_byte_behind", "A byte follows it.")
            .traps(&[13])
            .import([scene.desk.pack(), vec![0]].concat())
            .refused("cbor_trailing_bytes"),
    );
    book.add(
        bad("pack_cut_short", "Its last byte is missing.")
            .import(scene.desk.pack()[..scene.desk.pack().len() - 1].to_vec())
            .refused("cbor_truncated"),
    );
    book.add(
        bad("trust_list_as_a_pack", "It is a trust list.")
            .traps(&[9])
            .import(scene.desk.own[0].clone())
            .refused("cbor_unexpected_type"),
    );
    book.add(
        bad("list_in_the_wrong_drawer", "Its own and its recognised list are swapped.")
            .import(
                Desk {
                    own: scene.desk.recognised.clone(),
                    recognised: scene.desk.own.clone(),
                    ..scene.desk.clone()
                }
                .pack(),
            )
            .refused("authority_mismatch"),
    );
    book.add(
        bad("pack_before_the_own_list", "It holds no own list, and neither does the desk.")
            .import(Desk { own: Vec::new(), ..scene.desk.clone() }.pack())
            .cannot_tell("trust_list_missing"),
    );
}

fn whole(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let food = book.keep("cancelled_food", scene.food_at(101));
    let good_status = status_list(world, &world.chongqing_market, NOW - 60, &Shard::new());
    let old_status = status_list(world, &world.chengdu_police, NOW - 3 * DAY, &Shard::new());
    let newer = |sequence: u64| scene.own_list(sequence, |_| ());
    let half =
        Desk { own: vec![newer(2)], recognised: Vec::new(), statuses: vec![good_status.clone(), old_status] };
    let half = book.keep("half_good", half.pack());
    let all = Desk { own: vec![newer(2)], recognised: Vec::new(), statuses: vec![good_status.clone()] };
    let all = book.keep("all_good", all.pack());
    book.add(
        vector(
            "pack_updates_a_desk",
            "A pack may bring some lists only; a cancellation that was taken back is seen.",
        )
        .desk("desk")
        .import(all.clone())
        .verify(food.clone())
        .verified(),
    );
    let bad = |name: &str, about: &str, difference: &str| {
        vector(name, about).traps(&[25, 40]).from("pack_updates_a_desk", difference).desk("desk")
    };
    book.add(
        bad(
            "pack_half_good",
            "One list that would go back spoils the whole pack.",
            "The pack also brings an older status list of another issuer.",
        )
        .import(half.clone())
        .refused("list_rolled_back"),
    );
    book.add(
        bad(
            "pack_half_good_changes_nothing",
            "Of a refused pack nothing is taken.",
            "The pack also brings an older status list of another issuer; then the licence is shown.",
        )
        .import(half.clone())
        .which_is_refused("list_rolled_back")
        .verify(food.clone())
        .refused("cancelled"),
    );
    book.add(
        vector(
            "pack_half_good_leaves_the_sequence",
            "Of a refused pack nothing is taken, not even a sequence number.",
        )
        .traps(&[40])
        .desk("desk")
        .import(half)
        .which_is_refused("list_rolled_back")
        .own(&[scene.own_list(2, |draft| drop(draft.recognitions.pop())).into()])
        .accepted(),
    );
    book.add(
        bad("pack_goes_back", "A pack never goes back.", "The pack of the day before is imported after it.")
            .import(all.clone())
            .import("desk")
            .refused("list_rolled_back"),
    );
    book.add(
        bad(
            "pack_goes_back_after_reopening",
            "A pack never goes back.",
            "The pack of the day before is imported after the store was exported and reopened.",
        )
        .import(all)
        .reopen()
        .import("desk")
        .refused("list_rolled_back"),
    );
    let chain = Desk {
        own: vec![scene.desk.own[0].clone(), newer(2), newer(3)],
        recognised: Vec::new(),
        statuses: Vec::new(),
    };
    let chain = book.keep("chain", chain.pack());
    book.add(
        vector("pack_with_the_whole_chain", "A pack may carry every own list since the anchor, in order.")
            .traps(&[40])
            .pin("anchor")
            .import(chain.clone())
            .accepted(),
    );
    book.add(
        vector(
            "pack_with_the_whole_chain_again",
            "A pack that carries the whole chain can be imported again.",
        )
        .traps(&[40])
        .pin("anchor")
        .import(chain.clone())
        .import(chain)
        .accepted(),
    );
    let future = status_list(world, &world.chongqing_market, NOW + 61, &statuses());
    let future = Desk { own: Vec::new(), recognised: Vec::new(), statuses: vec![good_status, future] };
    let future = book.keep("future", future.pack());
    book.add(
        bad(
            "pack_from_the_future",
            "A list from the future spoils the whole pack.",
            "The pack also brings a status list that is dated one second beyond the skew.",
        )
        .import(future.clone())
        .refused("list_from_future"),
    );
    let empty = Desk { statuses: Vec::new(), ..scene.desk.clone() };
    let empty = book.keep("no_status", empty.pack());
    let Bytes::Named(empty) = empty else { panic!("kept") };
    book.add(
        vector(
            "pack_from_the_future_is_remembered",
            "That a list from the future was offered is all that a refused pack leaves.",
        )
        .traps(&[25, 30])
        .from(
            "pack_updates_a_desk",
            "The desk had no status list, and the pack brings one that is dated one second beyond the skew.",
        )
        .desk(&empty)
        .import(future)
        .which_is_refused("list_from_future")
        .verify(food)
        .cannot_tell("status_list_from_future"),
    );
}
