// The same settings, the same answers: what Python found, from the files of tests/explorer_cases.py.
// CASES names their folder; .ci/explorer makes them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import engine from "./bundled.js";

const folder = process.env.CASES;
const files = folder ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];

const read = files.map((file) => [file, JSON.parse(readFileSync(join(folder, file), "utf-8"))]);

test("there are cases", { skip: folder ? false : "CASES names no folder" }, () => {
  assert.ok(read.length >= 3);
  assert.ok(read.flatMap(([, { cases }]) => cases.filter((one) => one.margins)).length > 3);
});

for (const [file, { model, cases, maps }] of read) {
  test(`${file}: pure outcomes of both readings, and who may randomise`, () => {
    for (const one of cases) {
      const { settings, remarks } = engine.fromLink(model, one.link);
      assert.deepEqual(remarks, [], one.link);
      const payoffs = new engine.Payoffs(engine.situation(model, settings));
      for (const concept of ["sequential", "pure"]) {
        const found = engine.read(payoffs, concept);
        assert.deepEqual(found.outcomes, one[concept].outcomes, `${concept} ${one.link}`);
        assert.equal(found.randomising.length > 0, one[concept].randomising, `${concept} ${one.link}`);
      }
    }
  });

  test(`${file}: margins`, () => {
    const told = cases.filter((one) => one.margins);
    for (const one of told) {
      const payoffs = new engine.Payoffs(engine.situation(model, engine.fromLink(model, one.link).settings));
      const found = engine.read(payoffs, "sequential");
      const margins = engine.margins(payoffs, found, found.outcomes[0]);
      assert.equal(margins.length, one.margins.length, one.link);
      margins.forEach(({ player, alternative, worth, parts }, k) => {
        const [i, a, gain] = one.margins[k];
        assert.deepEqual([player, alternative], [i, a], one.link);
        assert.ok(Math.abs(worth - gain) < 1e-9, one.link);
        assert.ok(Math.abs(parts.reduce((sum, { amount }) => sum + amount, 0) - gain) < 1e-9, one.link);
      });
    }
  });

  test(`${file}: players who err`, () => {
    for (const one of cases) {
      if (!one.logit) continue;
      const { settings } = engine.fromLink(model, one.link);
      const payoffs = new engine.Payoffs(engine.situation(model, settings));
      const level = engine.approx(settings.rationality ?? engine.likelyRationality(model));
      const joint = engine.sequentialLogit(payoffs, level);
      assert.ok(joint, one.link);
      for (const [place, chance] of Object.entries(one.logit))
        assert.ok(Math.abs(joint[place] - chance) <= 1e-6, `${one.link}: ${place} ${joint[place]} ${chance}`);
    }
  });

  test(`${file}: maps`, () => {
    for (const one of maps) {
      const at = engine.situation(model, engine.AS_CODED);
      const shares = {};
      for (const cell of engine.regionMap(at, one.x, one.y, one.concept))
        shares[cell.outcomes.join(" ")] = (shares[cell.outcomes.join(" ")] ?? 0) + cell.share;
      assert.deepEqual(Object.keys(shares).sort(), Object.keys(one.shares).sort(), `${one.x} ${one.y}`);
      for (const [label, share] of Object.entries(one.shares))
        assert.ok(Math.abs(shares[label] - share) <= 1e-9, `${one.x} ${one.y} ${label}`);
    }
  });

  test(`${file}: a link out and in again`, () => {
    for (const one of cases) {
      const { settings } = engine.fromLink(model, one.link);
      const again = engine.fromLink(model, engine.link(model, settings));
      assert.deepEqual(again, { settings, remarks: [] });
    }
  });
}
