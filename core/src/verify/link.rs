//! Links: whether two verified certificates belong together. Shown together proves nothing; a link does.
//!
//! ```text
//! same code         items 3 and 4 of both are shown and equal
//! same enterprise   the same, and the code is a unified social credit code (type 001)
//! same key          the holder's key of both; for a delegate the delegate's key or code
//! ```
//! An empty text says nothing and counts as not shown. What is shown and differs breaks a link. Equal names alone tell nothing: many people share one.

use super::Verified;
use crate::certificate::Form;
use crate::error::{Object, Refusal, gate};

// Header items (the same in all kinds).
const NAME: u16 = 2;
const CODE: u16 = 3;
const CODE_TYPE: u16 = 4;
/// The code type of a unified social credit code.
const ENTERPRISE: &str = "001";

/// Who somebody is, as far as it is shown.
struct Identity<'v> {
    name: Option<&'v str>,
    /// Code type and code.
    code: Option<(&'v str, &'v str)>,
}

impl<'v> Identity<'v> {
    fn holder<F: Form>(verified: &'v Verified<F>) -> Self {
        let text = |label| verified.items().get(label).and_then(|value| value.as_text());
        Self::stated(text(NAME), text(CODE_TYPE).zip(text(CODE)))
    }

    /// Two that state nothing are not the same one.
    fn stated(name: Option<&'v str>, code: Option<(&'v str, &'v str)>) -> Self {
        let told = |(sort, code): &(&str, &str)| !sort.is_empty() && !code.is_empty();
        Self { name: name.filter(|name| !name.is_empty()), code: code.filter(told) }
    }

    /// The delegate under whose key it was presented, as the principal states it.
    fn delegate<F: Form>(verified: &'v Verified<F>) -> Option<Self> {
        let mandate = verified.act()?.mandate()?;
        Some(Self::stated(Some(mandate.delegate_name()), mandate.delegate_code()))
    }

    fn belongs_to(&self, other: &Self, code_type: Option<&str>) -> Result<(), Refusal> {
        let object = Object::Certificate;
        match (self.code, other.code) {
            (Some(own), Some(code)) => {
                let counts = code_type.is_none_or(|counting| own.0 == counting);
                if own == code && counts { Ok(()) } else { gate(Refusal::LinkBroken { object }) }
            }
            _ if self.name.is_some() && self.name == other.name => gate(Refusal::LinkByNameOnly { object }),
            _ => gate(Refusal::LinkBroken { object }),
        }
    }
}

/// Both are the same person's or enterprise's, by code type and code.
///
/// # Errors
/// [`Refusal::LinkBroken`], or [`Refusal::LinkByNameOnly`], which is "cannot tell".
pub fn same_code<F: Form, G: Form>(first: &Verified<F>, second: &Verified<G>) -> Result<(), Refusal> {
    Identity::holder(first).belongs_to(&Identity::holder(second), None)
}

/// Both are the same enterprise's, by its unified social credit code.
///
/// # Errors
/// [`Refusal::LinkBroken`], or [`Refusal::LinkByNameOnly`], which is "cannot tell".
pub fn same_enterprise<F: Form, G: Form>(first: &Verified<F>, second: &Verified<G>) -> Result<(), Refusal> {
    Identity::holder(first).belongs_to(&Identity::holder(second), Some(ENTERPRISE))
}

/// Both are bound to the same key; or one was presented by a delegate, and the other is the delegate's own, by the
/// delegate's key or code.
///
/// Two certificates that one delegate presents under two mandates are not linked by that: an agent acts for many.
///
/// # Errors
/// [`Refusal::LinkBroken`], or [`Refusal::LinkByNameOnly`], which is "cannot tell".
pub fn same_key<F: Form, G: Form>(first: &Verified<F>, second: &Verified<G>) -> Result<(), Refusal> {
    let held = |key: Option<_>| key.is_some() && key == second.holder_key();
    if held(first.holder_key()) {
        return Ok(());
    }
    match (Identity::delegate(first), Identity::delegate(second)) {
        (Some(delegate), None) => by_delegate(first, &delegate, second),
        (None, Some(delegate)) => by_delegate(second, &delegate, first),
        _ => gate(Refusal::LinkBroken { object: Object::Certificate }),
    }
}

fn by_delegate<F: Form, G: Form>(
    principal: &Verified<F>,
    delegate: &Identity<'_>,
    own: &Verified<G>,
) -> Result<(), Refusal> {
    let mandate = principal.act().and_then(|act| act.mandate());
    let key = mandate.map(|mandate| mandate.delegate_key());
    if key.is_some() && key == own.holder_key() {
        return Ok(());
    }
    delegate.belongs_to(&Identity::holder(own), None)
}
