const LONGEST = 1600; // pixels: enough to see a bruise, some 300 kB
const QUALITY = 0.8;

export const newKey = () => crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`;

/**
 * A photo small enough for the network of a yard.
 *
 * @param {File} file
 * @returns {Object} key, and data as JPEG in base64
 * @throws where the browser cannot read the file
 */
export async function shrink(file) {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const [, data] = canvas.toDataURL("image/jpeg", QUALITY).split(",");
    return {key: newKey(), data};
}

export const photoUrl = (photo) =>
    photo.id ? `/web/image/${photo.id}` : `data:image/jpeg;base64,${photo.data}`;
