//! Descriptions that stand on another one.
//!
//! ```json
//! { "base": "hotel-check-in", "issuer": "11510000MBYY00087U", "region": "510000", "version": 3,
//!   "kinds": { "ZZ-LOCAL-EID": "11100000000013339X001" }, "retentionDays": 180 }
//! ```
//! `base` is the id of a shipped scenario, or what the caller makes of the name, such as a path. Only `issuer`,
//! `region`, `id`, `version`, `nameZh`, `nameEn`, `provision`, `retentionDays` and `kinds` may be said anew: what is
//! asked for stays as it is, so that nobody has to compare two copies of it. `kinds` puts one kind in the place of
//! another, of which the names of items then are.

use super::read_claims;
use crate::input::{Object, parse_json, unknown};
use crate::{InputError, Text};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use zhengzhao::kind::{Kind, Kinds};
use zhengzhao::scenario::ScenarioClaims;
use zhengzhao::time::Time;

/// How many descriptions may stand on one another: a country, a province and a city, and once as many again.
pub const MAX_BASES: usize = 6;

/// What a description may say anew, [`KINDS`] aside.
const REPLACED: [&str; 8] =
    ["issuer", "region", "id", "version", "nameZh", "nameEn", "provision", "retentionDays"];
const BASE: &str = "base";
const KINDS: &str = "kinds";

/// A description and what it is called, in messages and by those that stand on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name: the id of a shipped scenario, or a path. Two with one name are the same one.
    pub name: String,
    /// Its JSON.
    pub json: String,
}

/// Finds what `base` names where no shipped scenario has that id. The first argument is the description that names
/// it, so that a path can be taken from where that one lies.
pub type FindBase<'f> = &'f dyn Fn(&Source, &str) -> Result<Source, Text>;

/// Reads the description of a scenario that is signed at `now`, on those that it stands on.
///
/// # Errors
/// [`InputError`] with the file, the place in it and what was expected there.
pub fn read_scenario_on(
    source: &Source,
    kinds: &Kinds,
    now: Time,
    find: FindBase<'_>,
) -> Result<ScenarioClaims, InputError> {
    let whole = Whole::read(source, kinds, find, &mut Vec::new())?;
    let value = Value::Object(whole.members.clone());
    read_claims(&value, kinds, now).map_err(|error| {
        let file = whole.file_of(error.path(), source).to_owned();
        error.in_file(&file)
    })
}

/// What to say of a base that is neither shipped nor found by the caller.
#[must_use]
pub fn no_such_base(name: &str) -> Text {
    #[cfg(feature = "shipped")]
    let known = super::shipped::all().map(|shipped| shipped.id);
    #[cfg(not(feature = "shipped"))]
    let known = std::iter::empty();
    unknown("", name, known).text().clone()
}

/// A description with all that it stands on, as one.
struct Whole {
    members: Map<String, Value>,
    /// The file of each member that was said anew.
    files: BTreeMap<String, String>,
    /// The file that stands on none.
    root: String,
}

impl Whole {
    fn read(
        source: &Source,
        kinds: &Kinds,
        find: FindBase<'_>,
        above: &mut Vec<String>,
    ) -> Result<Self, InputError> {
        let here = |error: InputError| error.in_file(&source.name);
        let value = parse_json(&source.json).map_err(here)?;
        let mut object = Object::of("$", &value).map_err(here)?;
        if !object.has(BASE) {
            let members = value.as_object().cloned().unwrap_or_default();
            return Ok(Self { members, files: BTreeMap::new(), root: source.name.clone() });
        }
        let name = object.text(BASE).map_err(here)?;
        above.push(source.name.clone());
        let base = find_base(source, name, find, above).map_err(here)?;
        let mut whole = Self::read(&base, kinds, find, above)?;
        whole.say_anew(&mut object, kinds, &source.name).map_err(here)?;
        object.end().map_err(here)?;
        Ok(whole)
    }

    fn say_anew(&mut self, object: &mut Object<'_>, kinds: &Kinds, file: &str) -> Result<(), InputError> {
        for member in REPLACED {
            if let Some(value) = object.take(member) {
                self.members.insert(member.into(), value.clone());
                self.files.insert(member.into(), file.into());
            }
        }
        let path = object.path(KINDS);
        let Some(value) = object.take(KINDS) else { return Ok(()) };
        let Value::Object(others) = value else {
            return Err(InputError::expected(path, "类型代码的对照", "a map of kinds", value));
        };
        let mut named = BTreeSet::new();
        self.each_kind(|code| named.extend([code.clone()]));
        for (old, new) in others {
            let path = format!("{path}.{old}");
            if !named.contains(old) {
                return Err(unknown(&path, old, named.iter().map(String::as_str)));
            }
            let code = new.as_str().unwrap_or_default();
            if kinds.get(code).is_none() {
                return Err(unknown(&path, code, kinds.iter().map(Kind::code)));
            }
        }
        // All at once: two kinds may change places.
        self.each_kind(|code| {
            if let Some(new) = others.get(code.as_str()).and_then(Value::as_str) {
                *code = new.into();
            }
        });
        Ok(())
    }

    /// Every code of a kind that the materials name. What is malformed is passed over, and told when it is read.
    fn each_kind(&mut self, mut change: impl FnMut(&mut String)) {
        let materials = self.members.get_mut("materials").and_then(Value::as_array_mut);
        for material in materials.into_iter().flatten() {
            let alternatives = material.get_mut("anyOf").and_then(Value::as_array_mut);
            for alternative in alternatives.into_iter().flatten() {
                if let Some(Value::String(code)) = alternative.get_mut("kind") {
                    change(code);
                }
                let permits = alternative.get_mut("permits").and_then(Value::as_array_mut);
                for permit in permits.into_iter().flatten() {
                    if let Value::String(code) = permit {
                        change(code);
                    }
                }
            }
        }
    }

    /// The file that says what stands at this place. What is missing is missing in the file that was asked for: those
    /// that it stands on leave out what only it can say.
    fn file_of<'w>(&'w self, path: &str, asked: &'w Source) -> &'w str {
        let member = path.trim_start_matches("$.").split(['.', '[']).next().unwrap_or_default();
        match self.files.get(member) {
            Some(file) => file,
            None if self.members.contains_key(member) => &self.root,
            None => &asked.name,
        }
    }
}

fn find_base(
    source: &Source,
    name: &str,
    find: FindBase<'_>,
    above: &[String],
) -> Result<Source, InputError> {
    let path = format!("$.{BASE}");
    let found = shipped(name).map_or_else(|| find(source, name), Ok);
    let found = found.map_err(|text| InputError::new(&*path, text.zh, text.en))?;
    if above.contains(&found.name) {
        return Err(InputError::new(
            path,
            "场景说明不能以自身为基础。",
            "a description cannot stand on itself.",
        ));
    }
    if above.len() > MAX_BASES {
        return Err(InputError::new(
            path,
            format!("至多以 {MAX_BASES} 层说明为基础。"),
            format!("at most {MAX_BASES} descriptions stand on one another."),
        ));
    }
    Ok(found)
}

#[cfg(feature = "shipped")]
fn shipped(name: &str) -> Option<Source> {
    super::shipped::find(name).map(|shipped| Source { name: shipped.id.into(), json: shipped.json.into() })
}

#[cfg(not(feature = "shipped"))]
const fn shipped(_: &str) -> Option<Source> {
    None
}
