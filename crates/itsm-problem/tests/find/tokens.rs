//! Texts of many scripts, cut into what can be compared.

use itsm_problem::tokens::tokens;

fn same(one: &str, other: &str) {
    assert_eq!(tokens(one), tokens(other), "`{one}` and `{other}`");
    assert!(!tokens(one).is_empty(), "`{one}`");
}

#[test]
fn plain_words_are_cut_at_whatever_is_no_letter_and_no_digit() {
    assert_eq!(
        tokens("Error 0x80070005 on SRV-DB_01: can't log in!"),
        [
            "error",
            "0x80070005",
            "on",
            "srv",
            "db",
            "01",
            "can",
            "t",
            "log",
            "in"
        ]
    );
    assert_eq!(tokens(" -- … ?! "), [""; 0]);
    assert_eq!(tokens(""), [""; 0]);
}

#[test]
fn ascii_is_cut_as_it_is_within_other_text() {
    let plain = "Mail:  Queue_7 is FULL (again) - 3.5 GB";
    let mixed = tokens(&format!("{plain} …"));
    assert_eq!(tokens(plain), mixed);
}

#[test]
fn words_with_accents_are_those_without() {
    same("Störung in MÜNCHEN", "storung in munchen");
    same("Café déjà fermé", "cafe deja ferme");
    same("Žluťoučký kůň", "zlutoucky kun");
    same("không đăng nhập được", "khong dang nhap duoc");
    same("ёлка", "елка");
    same("Ψηφίο", "ψηφιο");
    // One character, or a letter and its mark.
    same("\u{e9}", "e\u{301}");
}

#[test]
fn letters_that_no_decomposition_takes_apart_are_written_out() {
    same("Straße", "STRASSE");
    same("Łódź", "lodz");
    same("smørrebrød", "smorrebrod");
    same("œuvre", "oeuvre");
    same("ΟΔΟΣ", "οδος");
    same("İstanbul", "istanbul");
    assert_ne!(
        tokens("Stoerung"),
        tokens("Störung"),
        "that would be German alone"
    );
}

#[test]
fn forms_of_the_same_letters_are_one() {
    same("ＶＰＮ１２", "vpn12");
    same("ﬁle", "file");
    same("ﾌﾟﾘﾝﾀ", "プリンタ");
    same("sub\u{ad}net", "subnet");
}

#[test]
fn marks_that_make_another_word_are_kept() {
    assert_eq!(tokens("मुद्रण विफल"), ["मुद्रण", "विफल"]);
    assert_ne!(tokens("की"), tokens("का"));
    assert_ne!(tokens("か"), tokens("が"));
    assert_eq!(tokens("தரவு"), ["தரவு"]);
}

#[test]
fn marks_that_may_be_left_out_are() {
    same("كِتَابٌ", "كتاب");
    same("أحمد", "احمد");
    same("شـبـكة", "شبكة");
    same("שָׁלוֹם", "שלום");
    same("می\u{200c}شود", "میشود");
}

#[test]
fn scripts_without_spaces_give_overlapping_pairs() {
    assert_eq!(tokens("网络故障"), ["网络", "络故", "故障"]);
    assert_eq!(
        tokens("サーバが停止"),
        ["サー", "ーバ", "バが", "が停", "停止"]
    );
    assert_eq!(tokens("서버가 멈춤"), ["서버", "버가", "멈춤"]);
    assert_eq!(tokens("ระบบล่ม"), ["ระ", "ะบ", "บบ", "บล่", "ล่ม"]);
    assert_eq!(tokens("人"), ["人"]);
}

#[test]
fn pairs_do_not_reach_over_what_parts_them() {
    assert_eq!(tokens("网络,故障"), ["网络", "故障"]);
    assert_eq!(
        tokens("打印机HP201无法打印"),
        ["打印", "印机", "hp201", "无法", "法打", "打印"]
    );
    assert_eq!(tokens("一 二"), ["一", "二"]);
    assert_eq!(tokens("第２回"), ["第", "2", "回"]);
}

#[test]
fn what_is_written_with_particles_is_found_by_its_stem() {
    let [with, without] = ["서버가", "서버는"].map(tokens);
    assert!(with.iter().any(|it| without.contains(it)));
}

#[test]
fn marks_without_a_letter_are_nothing() {
    assert_eq!(tokens("\u{301}\u{93e}"), [""; 0]);
    assert_eq!(tokens("a\u{93e}"), ["a\u{93e}"]);
}

#[test]
fn tokens_cut_again_stay_what_they_are() {
    let texts = [
        "Störung: VPN-Zugang",
        "ﾌﾟﾘﾝﾀ 故障",
        "ระบบล่ม ใช้งานไม่ได้",
        "मुद्रण विफल",
        "Straße ΟΔΟΣ",
        "서버가",
        "កុំព្យូទ័រខូច",
        "ကွန်ပျူတာ",
        "ຄອມພິວເຕີ",
        "tiếng Việt",
        "№ 5 ½ ℃",
    ];
    for text in texts {
        for token in tokens(text) {
            assert_eq!(tokens(&token), [token.as_str()], "of `{text}`");
        }
    }
}
