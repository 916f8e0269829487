from skoleporten.rules.toml_files.lines import line_numbers

TOML = '''\
id = "x"
"quoted" = 1
[name]
nb = "y"
[[rule]]
id = "a"
  [rule.text]
  nb = """
id = "not a key"
[[rule]]
"""
  nn = "z"
[[ rule ]]
window.unit = "term"
[rule.text]
nb = "y"
[other]
key = 1
'''


def test_lines_of_keys_and_tables_are_found():
    assert line_numbers(TOML) == {
        ("id",): 1,
        ("quoted",): 2,
        ("name",): 3,
        ("name", "nb"): 4,
        ("rule", "0"): 5,
        ("rule", "0", "id"): 6,
        ("rule", "0", "text"): 7,
        ("rule", "0", "text", "nb"): 8,
        ("rule", "0", "text", "nn"): 12,
        ("rule", "1"): 13,
        ("rule", "1", "window"): 14,
        ("rule", "1", "text"): 15,
        ("rule", "1", "text", "nb"): 16,
        ("other",): 17,
        ("other", "key"): 18,
    }


def test_text_that_opens_and_closes_on_one_line_hides_nothing():
    assert line_numbers('a = """one line"""\nb = 1\n') == {("a",): 1, ("b",): 2}
