//! Pictures that travel beside a certificate: it names their digest, and they take no room in it.
//!
//! ```cddl
//! picture = { 1: bstr .size 32 (SHA-256), 2: tstr (media type), 3: uint (bytes, 1 to 20480) }
//! ```

use crate::certificate::{Items, Value};
use crate::crypto::sha256;
use crate::error::{Object, Refusal, ensure, gate};
use crate::limits::MAX_PICTURE;

/// The holder's portrait (照片).
pub(crate) const PORTRAIT: u16 = 4081;

/// What an item says about its picture.
pub(crate) struct Picture<'i> {
    digest: &'i [u8; 32],
    size: usize,
}

impl<'i> Picture<'i> {
    /// The picture that an item names, if it has the form; nothing of it may be withheld.
    pub(crate) fn of(value: &'i Value) -> Option<Self> {
        let Value::Map(members) = value else { return None };
        let (Value::Bytes(digest), Value::Text(_), Value::Integer(size)) =
            (members.get(1)?, members.get(2)?, members.get(3)?)
        else {
            return None;
        };
        let size = usize::try_from(*size).ok().filter(|size| (1..=MAX_PICTURE).contains(size))?;
        let whole = members.len() == 3 && members.withheld() == 0;
        Some(Self { digest: digest.as_slice().try_into().ok()?, size }).filter(|_| whole)
    }

    fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.size && sha256(&[bytes]) == *self.digest
    }
}

/// Compares a picture that came along with the item that names it.
pub(crate) fn check_picture(object: Object, items: &Items, label: u16, bytes: &[u8]) -> Result<(), Refusal> {
    let (size, limit) = (bytes.len(), MAX_PICTURE);
    ensure(size <= limit, || Refusal::PictureTooLarge { object, size, limit })?;
    match items.get(label).and_then(Picture::of) {
        Some(picture) => ensure(picture.is(bytes), || Refusal::PictureMismatch { object }),
        None => gate(Refusal::PictureUnexpected { object }),
    }
}
