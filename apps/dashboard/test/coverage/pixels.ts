/** A picture that is drawn pixel by pixel, as far as the map needs one: rectangles, pictures that are scaled, and clips. */
export class Pixels {
  readonly #colours = new Map<string, string>();
  #clip: readonly number[] = [0, 0, 10_000, 10_000];
  #saved: (readonly number[])[] = [];
  #path: readonly number[] = this.#clip;
  readonly texts: string[] = [];
  fillStyle = '';
  strokeStyle = '';
  lineWidth = 1;
  font = '';
  textBaseline = '';
  imageSmoothingEnabled = true;

  /** The colour of the pixel at a point. */
  at(x: number, y: number): string | undefined {
    return this.#colours.get(`${Math.floor(x)} ${Math.floor(y)}`);
  }

  /** How many pixels have a colour. */
  count(colour: string): number {
    return [...this.#colours.values()].filter((it) => it === colour).length;
  }

  save(): void {
    this.#saved.push(this.#clip);
  }

  restore(): void {
    this.#clip = this.#saved.pop() ?? this.#clip;
  }

  beginPath(): void {
    this.#path = [];
  }

  rect(...box: readonly number[]): void {
    this.#path = box;
  }

  clip(): void {
    this.#clip = this.#path;
  }

  clearRect(): void {
    this.#colours.clear();
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#fill(x, y, width, height, () => this.fillStyle);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    const line = this.lineWidth;
    const stroke = (left: number, top: number, wide: number, high: number): void =>
      this.#fill(left - line / 2, top - line / 2, wide + line, high + line, () => this.strokeStyle);
    stroke(x, y, width, 0);
    stroke(x, y + height, width, 0);
    stroke(x, y, 0, height);
    stroke(x + width, y, 0, height);
  }

  /** A picture here is a function of its own points. */
  drawImage(picture: (x: number, y: number) => string, ...box: readonly number[]): void {
    const [fromX = 0, fromY = 0, wide = 1, high = 1, x = 0, y = 0, width = 1, height = 1] = box;
    this.#fill(x, y, width, height, (atX, atY) =>
      picture(
        Math.floor(fromX + ((atX + 0.5 - x) * wide) / width),
        Math.floor(fromY + ((atY + 0.5 - y) * high) / height),
      ),
    );
  }

  fillText(text: string): void {
    this.texts.push(text);
  }

  moveTo(): void {}
  lineTo(): void {}
  arc(): void {}
  fill(): void {}
  stroke(): void {}

  #fill(x: number, y: number, width: number, height: number, colour: (x: number, y: number) => string): void {
    const [left = 0, top = 0, wide = 0, high = 0] = this.#clip;
    for (let atX = Math.round(Math.max(x, left)); atX < Math.min(x + width, left + wide); atX += 1) {
      for (let atY = Math.round(Math.max(y, top)); atY < Math.min(y + height, top + high); atY += 1) {
        this.#colours.set(`${atX} ${atY}`, colour(atX, atY));
      }
    }
  }
}
