import {Interaction} from "@web/public/interaction";
import {loadBundle} from "@web/core/assets";
import {registry} from "@web/core/registry";

const WIDE = "(min-width: 992px)";
const FRANCE = [
    [42.3, -4.8],
    [51.1, 8.2],
];

/**
 * Shows the members of a list on a map: at once on a wide screen, when asked for on a
 * phone. Without tiles, the points stand on a plain ground.
 */
export class NetworkMap extends Interaction {
    static selector = ".o_off_map_box";
    dynamicContent = {
        _root: {"t-att-class": () => ({"d-none": false})},
        ".o_off_map_toggle": {
            "t-on-click": this.toggle,
            "t-att-aria-expanded": () => String(this.isOpen),
            "t-att-class": () => ({"d-none": this.isOpen && this.isEmpty}),
            "t-out": () => this.toggleText,
        },
        ".o_off_map": {"t-att-class": () => ({"d-none": !this.isOpen || this.isEmpty})},
        ".o_off_map_failed": {"t-att-class": () => ({"d-none": !this.failed})},
    };

    setup() {
        this.isOpen = window.matchMedia(WIDE).matches;
        this.isEmpty = false; // nobody has a point that is shown
        this.failed = false;
    }

    start() {
        const onChange = () => this.isOpen && this.draw();
        this.env.bus.addEventListener("OFF_NETWORK_CHANGED", onChange);
        this.registerCleanup(() => {
            this.env.bus.removeEventListener("OFF_NETWORK_CHANGED", onChange);
            this.map?.remove();
        });
        if (this.isOpen) {
            this.draw();
        }
    }

    get toggleText() {
        const {show, hide} = this.el.querySelector(".o_off_map_toggle").dataset;
        return this.isOpen ? hide : show;
    }

    /** Its own points, or those of the list, which changes with what is asked. */
    get url() {
        return (
            this.el.dataset.map ||
            document.getElementById("off_network_results").dataset.map
        );
    }

    async toggle() {
        this.isOpen = !this.isOpen;
        this.updateContent();
        if (this.isOpen) {
            await this.draw();
        }
    }

    async draw() {
        try {
            const [answer] = await this.waitFor(
                Promise.all([
                    fetch(this.url),
                    loadBundle("off_hub_network_website.assets_map"),
                ])
            );
            this.fill(await this.waitFor(answer.json()));
            this.failed = false;
        } catch {
            this.failed = true;
        }
        this.updateContent();
    }

    makeMap() {
        const {L} = window;
        const {tiles, credits} = this.el.dataset;
        const map = L.map(this.el.querySelector(".o_off_map"), {
            attributionControl: Boolean(tiles),
            maxZoom: 17,
            scrollWheelZoom: false,
        });
        if (tiles) {
            L.tileLayer(tiles, {attribution: credits, maxZoom: 17}).addTo(map);
        }
        return map;
    }

    fill({center, points}) {
        const {L} = window;
        this.isEmpty = !points.length;
        this.updateContent();
        this.map ||= this.makeMap();
        this.layer?.remove();
        this.layer = L.markerClusterGroup({chunkedLoading: true, maxClusterRadius: 50});
        this.layer.addLayers(points.map((point) => this.makeMarker(point)));
        this.map.invalidateSize();
        const places = points.map(([, latitude, longitude]) => [latitude, longitude]);
        if (center) {
            places.push(center);
        }
        this.map.fitBounds(places.length ? L.latLngBounds(places) : FRANCE, {
            padding: [30, 30],
            maxZoom: 12,
            animate: false,
        });
        this.map.addLayer(this.layer);
    }

    makeMarker([id, latitude, longitude, name, town, isProducer]) {
        const {L} = window;
        const marker = L.marker([latitude, longitude], {
            title: name,
            alt: town ? `${name}, ${town}` : name,
            icon: L.divIcon({
                className: `o_off_map_dot${isProducer ? "" : " o_off_map_dot_other"}`,
                iconSize: [18, 18],
            }),
        });
        return marker.bindPopup(() => this.makePopup(id, name, town));
    }

    /** Built from nodes: a name is text, never markup. */
    makePopup(id, name, town) {
        const link = document.createElement("a");
        link.href = `/network/${id}`;
        link.textContent = name;
        link.className = "fw-bold";
        if (this.el.dataset.target) {
            link.target = this.el.dataset.target;
            link.rel = "noopener";
        }
        const popup = document.createElement("div");
        popup.append(link, document.createElement("br"), town);
        return popup;
    }
}

registry
    .category("public.interactions")
    .add("off_hub_network_website.network_map", NetworkMap);
