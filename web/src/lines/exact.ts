/** Amounts as the API counts them: whole numbers of ten-thousandths, so that what is shown is what is charged. */

const PLACES = 4;
export const ONE = 10_000n;
/** One hundred percent, in ten-thousandths of a percent. */
const WHOLE = 100n * ONE;
const CENT = 100n;
const AMOUNT = /^\d*(\.\d*)?$/;

/** "12.5" as 125000n; what is no amount counts nothing. */
export function exact(text: string | number | null | undefined): bigint {
  const said = String(text ?? "");
  if (!AMOUNT.test(said)) return 0n;
  const [whole = "", part = ""] = said.split(".");
  return BigInt(whole || "0") * ONE + BigInt(part.padEnd(PLACES, "0").slice(0, PLACES));
}

/** 125000n as "12.5000". */
export function amountText(value: bigint): string {
  return `${value / ONE}.${String(value % ONE).padStart(PLACES, "0")}`;
}

function halfUp(value: bigint, by: bigint): bigint {
  return (2n * value + by) / (2n * by);
}

/** What is left of a price after a discount, to the finest place. */
export function discounted(price: bigint, percent: bigint): bigint {
  return halfUp(price * less(percent), WHOLE);
}

/** What so many pieces come to after a discount, rounded once, to the cent. */
export function netInCents(price: bigint, quantity: number, percent: bigint): bigint {
  return halfUp(price * BigInt(quantity) * less(percent), WHOLE * CENT) * CENT;
}

export function taxInCents(net: bigint, percent: bigint): bigint {
  return halfUp(net * percent, WHOLE * CENT) * CENT;
}

function less(percent: bigint): bigint {
  return percent > WHOLE ? 0n : WHOLE - percent;
}
