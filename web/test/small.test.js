// A game small enough to be worked out by hand: exact ties, the places on the way, links that do not fit.

import assert from "node:assert/strict";
import { test } from "node:test";
import engine from "./bundled.js";

const { AS_CODED, fraction } = engine;

const consideration = (key, owner, likely, effects) => ({
  key, sentence: key, owner, range: [0, likely, 20000], driver: -1, claims: [],
  effects: effects.map(([when, adds]) => ({ when, adds })),
});

/** The leader goes or stays; the follower helps or not, and decides for the leader where that is in force. */
const MODEL = {
  scenario: "small.toml", edition: "1", release: "1", size: 1, unit: 10000, reference: [0, 0], rationality: null,
  players: ["leader", "follower"].map((key) => ({
    key, name: key, plural: false, strategies: ["stay", "go"], words: ["", ""], variants: {},
  })),
  order: [[0], [1]], question: [[1], null], drivers: [], types: [], rest: {}, claims: [],
  considerations: [
    consideration("leader.gain", 0, 10000, [[[[1], null], 1]]),
    consideration("leader.cost", 0, 15000, [[[[1], [0]], -1]]),
    consideration("follower.wish", 1, 10000, [[[[1], [1]], -1]]),
  ],
  delegations: [{ name: "orders", player: 0, to: 1, when: [null, null], sentence: "", likely: false, claims: [] }],
  command: ["small.toml"], walks: [], structures: [], map: null,
};

const read = (settings, concept = "sequential") => {
  const payoffs = new engine.Payoffs(engine.situation(MODEL, { ...AS_CODED, ...settings }));
  return { payoffs, ...engine.read(payoffs, concept) };
};

test("the leader stays, as nobody helps; at a tie it may do either", () => {
  assert.deepEqual(read({}).outcomes, [0, 1]); // the follower does not care when the leader stays
  const values = new Map([["leader.gain", fraction(3, 2)]]);
  assert.deepEqual(read({ values }).outcomes, [0, 1, 2]);
});

test("a tie between fractions that no float tells apart is a tie, and the least more is more", () => {
  const third = fraction(10n ** 30n, 3n * 10n ** 30n + 1n);
  const tied = new Map([["leader.gain", third], ["leader.cost", third]]);
  const found = read({ values: tied });
  assert.ok(found.payoffs.whole, "floats hold these numbers, so that nothing is tested");
  assert.deepEqual(found.outcomes, [0, 1, 2]);
  const more = new Map([["leader.gain", fraction(third.n * 10n ** 40n + 1n, third.d * 10n ** 40n)], ["leader.cost", third]]);
  assert.deepEqual(read({ values: more }).outcomes, [2]);
});

test("a delegation moves the decision, and holding somebody takes it away", () => {
  const delegations = new Map([["orders", true]]);
  assert.deepEqual(read({ delegations }).outcomes, [0, 1, 2]);
  assert.deepEqual(read({ fix: new Map([["follower", "go"]]) }).outcomes, [3]);
});

test("the way is cut at the exact place, with what happens there and on either side", () => {
  const to = new Map([["leader.gain", fraction(2)]]);
  const found = engine.pieces(engine.situation(MODEL, AS_CODED), to, "sequential");
  assert.deepEqual(found.map((piece) => piece.outcomes), [[0, 1], [0, 1, 2], [2]]);
  assert.deepEqual(found[1].from, fraction(1, 2));
  assert.deepEqual(found[1].to, fraction(1, 2));
});

test("margins add up to what the choice gains", () => {
  const { payoffs, ...found } = read({});
  const [first] = engine.margins(payoffs, found, 0);
  assert.equal(first.worth, 0.5);
  assert.equal(
    first.parts.reduce((sum, { amount }) => sum + amount, 0),
    0.5,
  );
});

test("an alternative is followed by what is worst for whoever considers it", () => {
  const { payoffs, ...found } = read({ values: new Map([["follower.wish", fraction(0)]]) });
  assert.deepEqual(
    [engine.margins(payoffs, found, 0)[0].worth, engine.margins(payoffs, found, 0)[0].instead],
    [0.5, 2],
  );
});

test("numbers are written so that they are read exactly", () => {
  for (const [n, d, text] of [
    [14, 10, "1.4"],
    [1, 3, "1/3"],
    [5, 1, "5"],
    [1, 1024, "0.0009765625"],
  ]) {
    assert.equal(engine.written(fraction(n, d)), text);
    assert.deepEqual(engine.readNumber(text), fraction(n, d));
  }
  for (const wrong of ["", ".", "1/0", "1e3", "-1", "one", "1/2/3", "9".repeat(500)])
    assert.equal(engine.readNumber(wrong), null);
});

test("what does not fit in a link is named, and the rest is set", () => {
  const { settings, remarks } = engine.fromLink(
    MODEL,
    "scenario=other&weight.leader.gain=1.5&weight.leader.gain=1&weight.leader.cost=9&weight.x=1&fix.leader=go&driver.leader.gain=1" +
      "&delegation.orders=perhaps&type.leader=mad&without=9&weight.__proto__=1&fix.constructor=go",
  );
  assert.deepEqual([...settings.values], [["leader.gain", fraction(3, 2)]]);
  assert.equal(remarks.length, 11, remarks.join("\n"));
});

test("a command quotes what a shell would read", () => {
  const model = { ...MODEL, command: ["my file.toml"] };
  const fix = new Map([["follower", "go; rm '$HOME'"]]);
  assert.equal(
    engine.command(model, { ...AS_CODED, fix }),
    `belarusgame assess 'my file.toml' --fix 'follower=go; rm '"'"'$HOME'"'"'' --draws 0`,
  );
});
