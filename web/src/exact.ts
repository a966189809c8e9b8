// Fractions of whole numbers without a limit, always in lowest terms with a positive denominator.

export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export const gcd = (a: bigint, b: bigint): bigint => {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
};

export const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

export function fraction(n: bigint | number, d: bigint | number = 1n): Fraction {
  let [above, below] = [BigInt(n), BigInt(d)];
  if (below < 0n) [above, below] = [-above, -below];
  const common = gcd(above, below) || 1n;
  return { n: above / common, d: below / common };
}

export const ZERO = fraction(0);
export const ONE = fraction(1);

export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n);
export const same = (a: Fraction, b: Fraction): boolean => a.n === b.n && a.d === b.d;
export const less = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;

/** The nearest float, also where neither part fits into one. */
export function approx(a: Fraction): number {
  const [n, d] = [Number(a.n), Number(a.d)];
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
  const whole = a.n / a.d;
  return Number(whole) + Number(((a.n - whole * a.d) * 10n ** 18n) / a.d) / 1e18;
}

/** Written so that it is read exactly: as a decimal where it is one, else as n/d. */
export function written(a: Fraction): string {
  let [twos, fives, rest] = [0, 0, a.d];
  for (; rest % 2n === 0n; rest /= 2n) twos++;
  for (; rest % 5n === 0n; rest /= 5n) fives++;
  const places = Math.max(twos, fives);
  if (rest !== 1n || places > 15) return `${a.n}/${a.d}`;
  const sign = a.n < 0n ? "-" : "";
  const digits = String(((a.n < 0n ? -a.n : a.n) * 10n ** BigInt(places)) / a.d).padStart(places + 1, "0");
  const cut = digits.length - places;
  return sign + digits.slice(0, cut) + (places ? `.${digits.slice(cut)}` : "");
}

/** Reads a decimal or a fraction; null where it is neither, or longer than anybody writes. */
export function readNumber(text: string): Fraction | null {
  const whole = /^(\d{1,400})(?:\/(\d{1,400}))?$/.exec(text);
  if (whole)
    return whole[2] && !/[1-9]/.test(whole[2]) ? null : fraction(BigInt(whole[1]!), BigInt(whole[2] ?? 1));
  const decimal = /^(\d{0,30})\.(\d{0,30})$/.exec(text);
  if (!decimal || !(decimal[1]! + decimal[2]!)) return null;
  return fraction(BigInt(decimal[1]! + decimal[2]!), 10n ** BigInt(decimal[2]!.length));
}
