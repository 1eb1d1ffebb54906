//! Objects to QR codes and back.

use crate::world::{NOW, World, text};
use std::fs::File;
use std::io::BufReader;

/// A world with `print.zz`, a printed certificate that fits into one code, and `long.zz`, which takes three.
fn world() -> World {
    let world = World::new();
    let print = ["issue", "permit.json", "--key", "issue.key.json", "--printed"];
    world.ok(&[&print[..], &["--status-uri", crate::world::URI, "-o", "print.zz"]].concat());
    let mut draft = crate::world::permit();
    draft["items"]["holderName"] = "林".repeat(300).into();
    world.write("long.json", draft.to_string().as_bytes());
    world.enrol(&["holder.key.json"]);
    let long = ["issue", "long.json", "--key", "issue.key.json", "--status-uri", crate::world::URI];
    world.ok(&[&long[..], &crate::world::ENROLLED, &["-o", "held.zz"]].concat());
    world.ok(&["show", "held.zz", "--items", "holderName", "-o", "long.zz"]);
    world
}

/// A picture in shades of grey.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    fn read(world: &World, name: &str) -> Self {
        let mut decoder = png::Decoder::new(BufReader::new(File::open(world.path(name)).unwrap()));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.color_type, png::ColorType::Grayscale);
        Self { width: info.width as usize, height: info.height as usize, pixels }
    }

    /// One beside the other.
    fn beside(self, other: &Self) -> Self {
        let height = self.height.max(other.height);
        let line = |picture: &Self, y: usize| {
            let line = picture.pixels.chunks(picture.width).nth(y);
            line.map_or_else(|| vec![255; picture.width], <[u8]>::to_vec)
        };
        let pixels = (0..height).flat_map(|y| [line(&self, y), line(other, y)].concat()).collect();
        Self { width: self.width + other.width, height, pixels }
    }

    fn write(&self, world: &World, name: &str, color: png::ColorType, samples: impl Fn(u8) -> Vec<u8>) {
        let file = File::create(world.path(name)).unwrap();
        let mut encoder = png::Encoder::new(file, self.width as u32, self.height as u32);
        encoder.set_color(color);
        let data: Vec<u8> = self.pixels.iter().flat_map(|grey| samples(*grey)).collect();
        encoder.write_header().unwrap().write_image_data(&data).unwrap();
    }

    fn write_grey(&self, world: &World, name: &str) {
        self.write(world, name, png::ColorType::Grayscale, |grey| vec![grey]);
    }
}

#[test]
fn one_code_there_and_back() {
    let world = world();
    for scale in ["2", "8"] {
        let ran = world.ok(&["qr", "print.zz", "--png", "p.png", "--scale", scale, "--force", "--json"]);
        assert_eq!(ran.json()["codes"], 1);
        assert!(ran.json()["versions"][0].as_u64().unwrap() <= 22);
        let modules = ran.json()["versions"][0].as_u64().unwrap() * 4 + 17 + 8;
        let side = Picture::read(&world, "p.png").width as u64;
        assert_eq!(side, modules * scale.parse::<u64>().unwrap(), "a quiet zone of 4");
        let ran = world.ok(&["scan", "p.png", "--out", "back.zz", "--force"]);
        assert!(ran.out.contains("PRINTED") && ran.out.contains("NOT VERIFIED"), "{}", ran.out);
        assert_eq!(world.read("back.zz"), world.read("print.zz"));
    }
    world.verify("back.zz", &["--expect", "printed"]).expect(0);
    let zh = world.ok(&["scan", "p.png", "--lang", "zh"]);
    assert!(zh.out.contains("纸质证照") && zh.out.contains("未经核验"), "{}", zh.out);
    let json = world.ok(&["scan", "p.png", "--json"]).json();
    assert_eq!((text(&json, "/object"), &json["verified"]), ("printed_certificate", &false.into()));
}

#[test]
fn frames_there_and_back_in_any_order_and_twice() {
    let world = world();
    let ran = world.ok(&["qr", "long.zz", "--png", "f.png"]);
    assert!(ran.out.contains("f-1.png, f-2.png, f-3.png"), "{}", ran.out);
    assert!(!world.path("f.png").exists());
    world.ok(&["scan", "f-3.png", "f-1.png", "f-3.png", "f-2.png", "-o", "back.zz"]);
    assert_eq!(world.read("back.zz"), world.read("long.zz"));
    // Two codes in one picture, another beside them that says something else.
    let both = Picture::read(&world, "f-2.png").beside(&Picture::read(&world, "f-1.png"));
    both.write_grey(&world, "both.png");
    let json = world.ok(&["scan", "f-3.png", "both.png", "-o", "back.zz", "--force", "--json"]).json();
    assert_eq!((&json["codes"], text(&json, "/object")), (&3.into(), "certificate"));
    assert_eq!(world.read("back.zz"), world.read("long.zz"));
}

#[test]
fn missing_frames_are_named() {
    let world = world();
    world.ok(&["qr", "long.zz", "--png", "f.png"]);
    let ran = world.run(&["scan", "f-2.png", "-o", "back.zz"]).expect(3);
    assert!(ran.err.contains("number 1, 3 of 3; read so far: number 2"), "{}", ran.err);
    let ran = world.run(&["scan", "f-2.png", "f-3.png", "--lang", "zh"]).expect(3);
    assert!(ran.err.contains("共 3 个，缺第 1 个"), "{}", ran.err);
    let json = world.run(&["scan", "f-1.png", "f-2.png", "--json"]).expect(3).json();
    assert_eq!((&json["missing"], &json["have"]), (&[3].as_slice().into(), &[1, 2].as_slice().into()));
    assert!(!world.path("back.zz").exists());
}

#[test]
fn a_frame_of_another_set_and_a_second_object_are_refused() {
    let world = world();
    world.ok(&["show", "held.zz", "--all", "-o", "other.zz"]);
    world.ok(&["qr", "long.zz", "--png", "f.png"]);
    world.ok(&["qr", "other.zz", "--png", "g.png"]);
    world.ok(&["qr", "print.zz", "--png", "p.png"]);
    let args = ["scan", "f-1.png", "g-2.png", "f-2.png", "f-3.png", "-o", "back.zz"];
    let json = world.run(&[&args[..], &["--json"]].concat()).expect(1).json();
    assert_eq!((text(&json, "/code"), text(&json, "/file")), ("frame_of_another_set", "g-2.png"));
    for args in [
        ["scan", "p.png", "f-1.png", "f-2.png", "f-3.png"],
        ["scan", "f-1.png", "f-2.png", "f-3.png", "p.png"],
    ] {
        let ran = world.run(&args).expect(3);
        assert!(ran.err.contains("more than one object"), "{}", ran.err);
    }
    // A whole object does not stand for the frames that are begun and not ended.
    world.run(&["scan", "p.png", "f-1.png"]).expect(3);
    assert!(!world.path("back.zz").exists());
}

/// Codes that another program drew, as pictures of another form.
#[test]
fn colours_transparency_and_other_codes() {
    let world = world();
    world.ok(&["qr", "print.zz", "--png", "p.png", "--scale", "4"]);
    let own = Picture::read(&world, "p.png");
    own.write(&world, "rgb.png", png::ColorType::Rgb, |grey| {
        vec![grey, grey / 2 + 100, 255 - (255 - grey) / 2]
    });
    own.write(&world, "clear.png", png::ColorType::Rgba, |grey| vec![0, 0, 0, 255 - grey]);
    own.write(&world, "ga.png", png::ColorType::GrayscaleAlpha, |grey| vec![grey, 255]);
    for name in ["rgb.png", "clear.png", "ga.png"] {
        world.ok(&["scan", name, "-o", "back.zz", "--force"]);
        assert_eq!(world.read("back.zz"), world.read("print.zz"), "{name}");
    }
    let foreign = foreign("https://example.org/");
    foreign.write_grey(&world, "foreign.png");
    let json = world.run(&["scan", "foreign.png", "--json"]).expect(1).json();
    assert_eq!((text(&json, "/code"), text(&json, "/file")), ("text_prefix_missing", "foreign.png"));
    own.beside(&foreign).write_grey(&world, "poster.png");
    assert_eq!(world.ok(&["scan", "poster.png", "--json"]).json()["foreign"], 1);
}

/// The code of any text.
fn foreign(text: &str) -> Picture {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).unwrap();
    let (scale, side) = (4, code.size() + 8);
    let dark = |x: i32, y: i32| code.get_module(x / scale - 4, y / scale - 4);
    let wide = side * scale;
    let pixels = (0..wide * wide).map(|at| if dark(at % wide, at / wide) { 0 } else { 255 }).collect();
    Picture { width: wide as usize, height: wide as usize, pixels }
}

#[test]
fn what_is_no_code_of_this_format_says_so() {
    let world = world();
    let white = Picture { width: 300, height: 200, pixels: vec![255; 60_000] };
    white.write_grey(&world, "white.png");
    foreign("ZZ1:GGW").write_grey(&world, "broken.png");
    foreign("ZZ1:BB8").write_grey(&world, "nothing.png");
    world.ok(&["qr", "print.zz", "--png", "p.png"]);
    let whole = world.read("p.png");
    world.write("cut.png", &whole[..whole.len() / 2]);
    world.write("head.png", &whole[..20]);
    let mut torn = Picture::read(&world, "p.png");
    let third = torn.pixels.len() / 3;
    torn.pixels[third..third * 2].fill(255);
    torn.write_grey(&world, "torn.png");
    for (name, code, part) in [
        ("white.png", 3, "no QR code was found"),
        ("torn.png", 3, "cannot be read"),
        ("cut.png", 3, "damaged"),
        ("head.png", 3, "damaged"),
        ("print.zz", 3, "a PNG picture or the texts"),
        ("permit.json", 3, "a JSON file"),
        ("nowhere.png", 3, "no such file"),
        ("broken.png", 1, "text_not_base45"),
        ("nothing.png", 3, "no object of this format"),
    ] {
        let ran = world.run(&["scan", name, "-o", "x"]).expect(code);
        assert!(format!("{}{}", ran.out, ran.err).contains(part), "{name}: {ran:?}");
        let zh = world.run(&["scan", name, "--lang", "zh"]).expect(code);
        assert!(format!("{}{}", zh.out, zh.err).chars().any(|c| c > '\u{4dff}'), "{zh:?}");
    }
    assert!(!world.path("x").exists());
}

/// A header alone says how large a picture is, and nothing is allocated for it.
#[test]
fn pictures_without_measure_are_refused() {
    let world = World::empty();
    for (wide, high) in [(8001, 8000), (u32::MAX >> 1, u32::MAX >> 1), (1, 64_000_001)] {
        let file = File::create(world.path("huge.png")).unwrap();
        let mut encoder = png::Encoder::new(file, wide, high);
        encoder.set_depth(png::BitDepth::One);
        drop(encoder.write_header().unwrap());
        let ran = world.run(&["scan", "huge.png"]).expect(3);
        assert!(ran.err.contains("the limit is 64000000"), "{}", ran.err);
        assert!(world.run(&["scan", "huge.png", "--lang", "zh"]).expect(3).err.contains("超过上限"));
    }
    File::create(world.path("big.png")).unwrap().set_len(1 << 40).unwrap();
    assert!(world.run(&["scan", "big.png"]).expect(3).err.contains("the limit is"));
}

#[test]
fn texts_go_through_pipes() {
    let world = world();
    let texts = world.ok(&["qr", "long.zz", "--text"]).out;
    assert_eq!(texts.lines().count(), 3);
    let backwards: Vec<_> = texts.lines().rev().collect();
    let input = format!("\u{feff}{}\r\n", backwards.join("\r\n"));
    world.run_with_stdin(&["scan", "-", "-o", "back.zz"], input.as_bytes()).expect(0);
    assert_eq!(world.read("back.zz"), world.read("long.zz"));
    let mut command = world.command();
    let output = command.args(["scan", "lines.txt", "-o", "-"]);
    world.write("lines.txt", texts.as_bytes());
    assert_eq!(output.output().unwrap().stdout, world.read("long.zz"), "nothing but the bytes");
    let json = world.ok(&["qr", "long.zz", "--json"]).json();
    assert_eq!(json["texts"].as_array().unwrap().len(), 3);
    assert_eq!(text(&json, "/texts/0"), texts.lines().next().unwrap());
}

#[test]
fn svg_and_terminal_draw_the_same_code_as_png() {
    let world = world();
    world.ok(&["qr", "print.zz", "--png", "p.png", "--scale", "1"]);
    world.ok(&["qr", "print.zz", "--svg", "p.svg", "--scale", "3"]);
    let png = Picture::read(&world, "p.png");
    let svg = String::from_utf8(world.read("p.svg")).unwrap();
    let side = png.width;
    assert!(
        svg.contains(&format!("width=\"{}\"", side * 3))
            && svg.contains(&format!("viewBox=\"0 0 {side} {side}\""))
    );
    let drawn = world.ok(&["qr", "print.zz", "--terminal"]).out;
    assert!(!drawn.contains('\u{1b}'), "no colours where nobody sees them");
    let rows: Vec<Vec<char>> = drawn.lines().map(|line| line.chars().collect()).collect();
    for (index, pixel) in png.pixels.iter().enumerate() {
        let (x, y, dark) = (index % side, index / side, *pixel == 0);
        assert_eq!(svg.contains(&format!("M{x} {y}h1v1h-1z")), dark, "{x} {y}");
        let light = if y % 2 == 0 { ['█', '▀'] } else { ['█', '▄'] };
        assert_eq!(light.contains(&rows[y / 2][x]), !dark, "{x} {y}");
    }
    assert_eq!(drawn, world.ok(&["qr", "print.zz"]).out, "the terminal is the default");
}

#[test]
fn secrets_and_what_is_too_long_are_not_drawn() {
    let world = world();
    for (name, part) in
        [("issue.key.json", "secret key"), ("permit.json", "a JSON file"), ("empty", "an empty file")]
    {
        world.write("empty", b"");
        let ran = world.run(&["qr", name, "--png", "x.png"]).expect(3);
        assert!(ran.err.contains(part) && ran.out.is_empty(), "{ran:?}");
    }
    world.write("large", &[0xd2; 5841]);
    let json = world.run(&["qr", "large", "--png", "x.png", "--json"]).expect(1).json();
    assert_eq!(text(&json, "/code"), "too_large");
    assert!(!world.path("x.png").exists());
}

#[test]
fn existing_pictures_and_objects_stay_unless_forced() {
    let world = world();
    world.write("f-3.png", b"precious");
    let names = world.names();
    let ran = world.run(&["qr", "long.zz", "--png", "f.png"]).expect(3);
    assert!(ran.err.contains("f-3.png") && ran.err.contains("--force"), "{}", ran.err);
    assert_eq!(
        (world.names(), world.read("f-3.png")),
        (names, b"precious".to_vec()),
        "none of them is written"
    );
    world.ok(&["qr", "long.zz", "--png", "f.png", "--force"]);
    world.write("x.zz", b"precious");
    let scan = ["scan", "f-1.png", "f-2.png", "f-3.png", "-o", "x.zz"];
    assert!(world.run(&scan).expect(3).err.contains("--force"));
    assert_eq!(world.read("x.zz"), b"precious");
    world.ok(&[&scan[..], &["--force"]].concat());
    world.verify("x.zz", &[]).expect(0);
    assert_eq!(world.run(&["verify", "f-1.png", "--state", "desk.zzstate", "--now", NOW]).code, 1);
}
