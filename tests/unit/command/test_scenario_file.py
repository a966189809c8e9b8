import json


def test_a_refuted_requirement_is_exit_code_1(run, tmp_path):
    path = tmp_path / "case.toml"
    run("new", path)
    wrong = """
[assumptions.%s]
role = "%s"
sentence = "The union never accepts a rise."
judgement = "For the test."
never = { event = { employer = "raise", union = "work" } }
"""
    template = path.read_text("utf-8")
    path.write_text(template + wrong % ("never_agrees", "finding"), "utf-8")
    code, out, err = run("check", path)
    verdict = json.loads(run("check", path, "--json")[1])["assumptions"][-1]["verdict"]
    assert (code, err, verdict) == (0, "", "refuted")
    path.write_text(template + wrong % ("never_agrees", "requirement"), "utf-8")
    code, out, err = run("check", path)
    assert (code, err) == (1, "")
    assert "Must hold and does not: mend the coding or the statement." in out
    code, out, err = run("check", path, "--json")
    data = json.loads(out)
    assert (code, err, data["passed"]) == (1, "", False)
    witness = data["assumptions"][-1]["witness"]
    assert witness["outcomes"]
    assert witness["sentence"].startswith("With ")


def test_the_schema_is_a_json_schema(run):
    schema = json.loads(run("schema")[1])
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["additionalProperties"] is False
    assert {"scenario", "players", "considerations"} <= set(schema["required"]) <= set(schema["properties"])
    references = {part.split('"')[0] for part in json.dumps(schema).split('"$ref": "#/$defs/')[1:]}
    assert references == set(schema["$defs"])


def test_a_new_file_loads_and_solves_and_is_never_overwritten(run, tmp_path):
    path = tmp_path / "my-case.toml"
    code, out, _ = run("new", path)
    assert (code, out) == (0, f"Wrote {path}. Next: belarusgame assess {path}\n")
    content = path.read_bytes()
    code, page, _ = run("assess", path)
    assert code == 0
    assert "Will the union strike?" in page
    path.write_bytes(content + b"# mine\n")
    code, _, err = run("new", path)
    assert code == 2
    assert "exists already; choose another name" in err
    assert path.read_bytes() == content + b"# mine\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["my-case.toml"]


def test_a_new_file_is_as_readable_as_any_other(run, tmp_path):
    run("new", tmp_path / "case.toml")
    (tmp_path / "other").touch()
    assert (tmp_path / "case.toml").stat().st_mode == (tmp_path / "other").stat().st_mode
