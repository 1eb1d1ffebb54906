//! The wallet's side: what is asked, whether a signed scenario stands behind it, and the least that answers it.

use super::{Ask, Request};
use crate::error::{Object, Refusal, gate};
use crate::holder::{Contents, HolderCopy, Step};
use crate::labels::NO_ITEM;
use crate::scenario::{Alternative, PermitsNeed, Predicate, Scenario, Subject};
use crate::time::Time;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

/// What would be shown of one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    copy: usize,
    material: Option<usize>,
    kind: String,
    labels: Vec<u16>,
    permits: Vec<usize>,
}

impl Offer {
    /// The place of the certificate among those at hand.
    #[must_use]
    pub const fn copy(&self) -> usize {
        self.copy
    }

    /// The place of the scenario's material that it serves; none for an unregistered request.
    #[must_use]
    pub const fn material(&self) -> Option<usize> {
        self.material
    }

    /// The code of its kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The items that were asked for and would be shown, by ascending label. What the certificate always shows
    /// stands here only where it was asked for.
    #[must_use]
    pub fn labels(&self) -> &[u16] {
        &self.labels
    }

    /// The certificate with exactly this disclosed.
    #[must_use]
    pub fn show(&self, copy: &HolderCopy) -> Vec<u8> {
        copy.show(|path| match path.first() {
            Some(Step::Item(label)) => self.labels.contains(label),
            Some(Step::Permit(index)) => self.permits.contains(index),
            _ => false,
        })
    }
}

/// What a wallet makes of a request.
///
/// Audience, purpose and asks are in the [`Request`]: claims of the asker, to be shown as such.
///
/// The default is that of nothing asked and nothing shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    refusals: Vec<Refusal>,
    offers: Vec<Offer>,
    unmet: Vec<usize>,
}

impl Judgement {
    /// Whether a signed scenario stands behind the request. If not, nothing bounds it.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        !self.refusals.iter().any(|refusal| matches!(refusal, Refusal::UnregisteredPurpose { .. }))
    }

    /// What speaks against it: that its purpose is not registered, or each ask that goes beyond the scenario.
    #[must_use]
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// The least that would answer it, out of the certificates at hand. Of a registered request nothing that the
    /// scenario does not name; an unregistered one is to be answered only at the holder's explicit word.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// The places of what no certificate at hand serves: materials of the scenario, or asks of an unregistered
    /// request.
    #[must_use]
    pub fn unmet(&self) -> &[usize] {
        &self.unmet
    }
}

/// Judges a request against the certificates at hand and the scenario that this wallet holds under the name that
/// the request states ([`crate::Store::scenario`]), at `now`.
#[must_use]
pub fn judge_request(
    request: &Request,
    copies: &[HolderCopy],
    scenario: Option<&Scenario>,
    now: Time,
) -> Judgement {
    let wallet = Wallet { copies: copies.iter().map(HolderCopy::contents).collect(), now };
    match scenario.filter(|scenario| is_behind(scenario, request)) {
        Some(scenario) => wallet.registered(request, scenario),
        None => match gate(Refusal::UnregisteredPurpose { object: Object::Request }) {
            Err(refusal) => wallet.unregistered(request, Some(refusal)),
            Ok(()) => wallet.unregistered(request, None),
        },
    }
}

/// Whether a request is for this version of this scenario, and for its purpose.
fn is_behind(scenario: &Scenario, request: &Request) -> bool {
    let named = request
        .scenario()
        .is_some_and(|named| named.id == *scenario.id() && named.digest == *scenario.digest());
    named && request.purpose().is_none_or(|purpose| *purpose == scenario.terms().purpose)
}

struct Wallet {
    copies: Vec<Contents>,
    now: Time,
}

impl Wallet {
    fn registered(&self, request: &Request, scenario: &Scenario) -> Judgement {
        let terms = scenario.terms();
        let beyond = request.asks().iter().filter_map(|ask| beyond(ask, scenario));
        let refusals: Vec<Refusal> = beyond.filter_map(|refusal| gate(refusal).err()).collect();
        let (mut offers, mut unmet): (Vec<Offer>, Vec<usize>) = (Vec::new(), Vec::new());
        for (place, material) in terms.materials.iter().enumerate() {
            if material.delegate {
                continue;
            }
            // A kind that nobody asked for is not shown at all: its open items would go along. Nor is a seal's
            // certificate, which serves nothing by being shown.
            let is_asked = |own: &&Alternative| {
                own.is_presented() && request.asks().iter().any(|ask| ask.kind() == own.kind)
            };
            if !material.alternatives.iter().any(|own| is_asked(&own)) {
                continue;
            }
            let chosen = material.alternatives.iter().filter(is_asked).find_map(|alternative| {
                let asked: BTreeSet<u16> = request
                    .asks()
                    .iter()
                    .filter(|ask| ask.kind() == alternative.kind)
                    .flat_map(|ask| ask.labels().iter().copied())
                    .collect();
                let free = self.copies.iter().enumerate().filter(|(copy, contents)| {
                    contents.kind == alternative.kind && !offers.iter().any(|offer| offer.copy == *copy)
                });
                free.into_iter().find_map(|(copy, contents)| {
                    let needed = terms.narrowest(place, alternative);
                    let (labels, permits) = self.serves(contents, alternative, needed)?;
                    let labels = labels.intersection(&asked).copied().collect();
                    let kind = alternative.kind.clone();
                    Some(Offer { copy, material: Some(place), kind, labels, permits })
                })
            });
            match chosen {
                Some(offer) => offers.push(offer),
                None => unmet.push(place),
            }
        }
        Judgement { refusals, offers, unmet }
    }

    /// What of a certificate serves an alternative: the labels, and the places of the permits.
    fn serves(
        &self,
        contents: &Contents,
        alternative: &Alternative,
        mut needed: BTreeSet<u16>,
    ) -> Option<(BTreeSet<u16>, Vec<usize>)> {
        let has = |label: u16| contents.items.get(label).is_some();
        for predicate in &alternative.predicates {
            // The date only where the certificate does not say yes or no.
            if let Predicate::AgeOver { boolean: Some(boolean), date: Some(date), .. } = predicate {
                if !has(*boolean) && needed.remove(boolean) {
                    needed.insert(*date);
                }
            }
        }
        if self.now < contents.nbf || contents.exp.is_some_and(|exp| exp <= self.now) {
            return None;
        }
        let subject =
            Subject { items: &contents.items, region: contents.region, nbf: contents.nbf, exp: contents.exp };
        let holds = alternative.predicates.iter().all(|predicate| predicate.holds(subject, self.now));
        if !holds || !needed.iter().all(|label| has(*label)) {
            return None;
        }
        let place = |kind: &String| contents.permits.iter().position(|own| own == kind);
        let permits = match &alternative.permits {
            PermitsNeed::Nothing => Vec::new(),
            PermitsNeed::All if contents.permits.is_empty() => return None,
            PermitsNeed::All => (0..contents.permits.len()).collect(),
            PermitsNeed::Kinds(kinds) => kinds.iter().map(place).collect::<Option<Vec<usize>>>()?,
        };
        Some((needed, permits))
    }

    fn unregistered(&self, request: &Request, refusal: Option<Refusal>) -> Judgement {
        let (mut offers, mut unmet): (Vec<Offer>, Vec<usize>) = (Vec::new(), Vec::new());
        for (place, ask) in request.asks().iter().enumerate() {
            let free = self.copies.iter().enumerate().find(|(copy, contents)| {
                contents.kind == ask.kind() && !offers.iter().any(|offer| offer.copy == *copy)
            });
            let Some((copy, contents)) = free else {
                unmet.push(place);
                continue;
            };
            let has = |label: &u16| contents.items.get(*label).is_some();
            let labels = ask.labels().iter().copied().filter(has).collect();
            offers.push(Offer { copy, material: None, kind: ask.kind().into(), labels, permits: Vec::new() });
        }
        Judgement { refusals: refusal.into_iter().collect(), offers, unmet }
    }
}

/// What of an ask the scenario does not name. All labels must be named by one alternative: those of several would
/// say more together than any of them needs.
fn beyond(ask: &Ask, scenario: &Scenario) -> Option<Refusal> {
    let terms = scenario.terms();
    let materials = terms.materials.iter().enumerate();
    let of_kind = materials.flat_map(|(place, material)| {
        let alternatives = material.alternatives.iter();
        alternatives.filter(|own| own.kind == ask.kind()).map(move |own| terms.named(place, own))
    });
    // Of several alternatives the one that names the most of it says what is too much.
    let extra =
        of_kind.map(|named| ask.labels().iter().filter(|label| !named.contains(label)).collect::<Vec<_>>());
    let refusal =
        |label| Refusal::FieldNotInScenario { object: Object::Request, kind: ask.kind().into(), label };
    match extra.min_by_key(Vec::len) {
        None => Some(refusal(NO_ITEM)),
        Some(extra) => extra.first().map(|label| refusal(**label)),
    }
}
