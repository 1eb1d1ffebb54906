
/// Appended by the suite `lints-fire` to the root of every member of a copy of the workspace. Each
/// item breaks the lint that its name ends with; the suite wants to see every one of them reported.
#[expect(dead_code, reason = "nothing calls a probe")]
mod lint_probe {
    fn probe_unwrap_used(x: Option<u8>) -> u8 {
        x.unwrap()
    }
    fn probe_expect_used(x: Option<u8>) -> u8 {
        x.expect("a value")
    }
    fn probe_panic() {
        panic!("reached")
    }
    fn probe_unreachable() {
        unreachable!("reached")
    }
    fn probe_todo() {
        todo!()
    }
    fn probe_unimplemented() {
        unimplemented!()
    }
    fn probe_indexing_slicing(x: &[u8], i: usize) -> u8 {
        x[i]
    }
    fn probe_string_slice(x: &str, i: usize) -> &str {
        &x[i..]
    }
    fn probe_arithmetic_side_effects(x: u32, y: u32) -> u32 {
        x + y
    }
    #[allow(clippy::needless_return, reason = "the attribute is the point")]
    fn probe_allow_attributes() {}
    #[expect(unused_mut)]
    fn probe_allow_attributes_without_reason() -> u8 {
        let mut x = 1;
        x
    }
    fn probe_unsafe_code() {
        unsafe {}
    }
}
