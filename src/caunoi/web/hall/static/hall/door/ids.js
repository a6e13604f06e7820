// Names that no two devices give twice.

export function newId() {
  return crypto.randomUUID();
}
