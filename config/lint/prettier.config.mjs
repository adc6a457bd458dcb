import xml from "@prettier/plugin-xml";

export default {
    plugins: [xml],
    bracketSpacing: false,
    printWidth: 88,
    tabWidth: 4,
    trailingComma: "es5",
    // White space is content in QWeb templates: never reflow it.
    xmlWhitespaceSensitivity: "preserve",
};
