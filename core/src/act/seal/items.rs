//! What a seal certificate must show of itself.
//!
//! ```cddl
//! items = { …, 3: organisation, 4: "001", 4082: picture, 4083: licence-behind }
//! licence-behind = { 1: organisation (issuer), 2: kind, 3: uint (idx < 2^20), 4: status-uri }
//! ```

use crate::certificate::{Items, Members, StatusRef, Value, is_kind_code, is_organisation_id};
use crate::error::{Object, Refusal, gate};
use crate::kind::{SEAL_LICENCE, SEAL_PICTURE};
use crate::verify::Picture;
use alloc::string::String;

const OWNER: u16 = 3;
const OWNER_TYPE: u16 = 4;
/// A unified social credit code (GB/T 36903, appendix A).
const USCC: &str = "001";

/// The licence on which a seal stands: known by its status only.
pub(crate) struct LicenceItem {
    pub(crate) issuer: String,
    pub(crate) kind: String,
    pub(crate) status: StatusRef,
}

/// The items that every seal certificate shows.
pub(crate) struct SealItems {
    pub(crate) licence: LicenceItem,
}

impl SealItems {
    /// Reads them from the items as signed and as shown: all of them must be open, so that nobody decides by what
    /// is disclosed whether the seal stands on a licence.
    pub(crate) fn read(signed: &Members<'_>, shown: &Items) -> Result<Self, Refusal> {
        let open = |label| if signed.is_open(label) { shown.get(label) } else { None };
        let text = |label| open(label).and_then(Value::as_text);
        let owner = text(OWNER).is_some_and(is_organisation_id);
        let owner_type = text(OWNER_TYPE) == Some(USCC);
        let picture = open(SEAL_PICTURE).and_then(Picture::of).is_some();
        let licence = open(SEAL_LICENCE).and_then(LicenceItem::of);
        for (label, sound) in [(OWNER, owner), (OWNER_TYPE, owner_type), (SEAL_PICTURE, picture)] {
            if !sound {
                gate(missing(label))?;
            }
        }
        // Without it there is no licence to look up.
        Ok(Self { licence: licence.ok_or_else(|| missing(SEAL_LICENCE))? })
    }
}

const fn missing(label: u16) -> Refusal {
    Refusal::SealItemMissing { object: Object::Certificate, label }
}

impl LicenceItem {
    fn of(value: &Value) -> Option<Self> {
        let Value::Map(members) = value else { return None };
        let text = |label| members.get(label).and_then(Value::as_text);
        let issuer = text(1).filter(|id| is_organisation_id(id))?;
        let kind = text(2).filter(|kind| is_kind_code(kind))?;
        let index = u64::try_from(members.get(3)?.as_integer()?).ok()?;
        let status = StatusRef::new(index, text(4)?)?;
        let whole = members.len() == 4 && members.withheld() == 0;
        whole.then(|| Self { issuer: issuer.into(), kind: kind.into(), status })
    }
}
