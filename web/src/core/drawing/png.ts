/** All layers in one picture. Must run in the task that drew them: WebGL forgets its pixels afterwards. */

const ORDER = ["groups", "edges", "edgeLabels", "nodes", "labels", "names"];

export function composePng(layers: Record<string, HTMLCanvasElement>, ground: string): Promise<Blob> {
  const first = layers.nodes;
  if (!first) throw new Error("the graph view has no node layer");
  const picture = document.createElement("canvas");
  picture.width = first.width;
  picture.height = first.height;
  const context = picture.getContext("2d");
  if (!context) throw new Error("no 2D canvas here");
  context.fillStyle = ground;
  context.fillRect(0, 0, picture.width, picture.height);
  for (const name of ORDER) {
    const layer = layers[name];
    if (layer && layer.width > 0) context.drawImage(layer, 0, 0, picture.width, picture.height);
  }
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is empty"))), "image/png");
  });
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
