() => {
    const color = text => {
        const parts = text.match(/[\d.]+/g)?.map(Number);
        return !parts || (parts.length > 3 && parts[3] === 0) ? null : parts.slice(0, 3);
    };
    const light = ([r, g, b]) => [r, g, b].map(one => one / 255)
        .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0);
    const apart = (one, other) => {
        const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
        return (more + 0.05) / (less + 0.05) >= 3;
    };
    const behind = one => {
        for (let up = one; up; up = up.parentElement) {
            const found = color(getComputedStyle(up).backgroundColor);
            if (found) return found;
        }
        const canvas = document.body.appendChild(document.createElement('span'));
        canvas.style.backgroundColor = 'Canvas';
        const found = color(getComputedStyle(canvas).backgroundColor);
        canvas.remove();
        return found;
    };
    const seen = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const drawn = 'path, rect, circle, ellipse, line, polyline, polygon, text';
    const found = [];
    for (const drawing of document.querySelectorAll('svg:not([aria-hidden="true"])')) {
        const paper = behind(drawing);
        const shapes = [...drawing.querySelectorAll(drawn)].filter(one => seen(one) && !one.closest('defs, pattern, mask, clipPath'));
        const shows = one => {
            const style = getComputedStyle(one);
            if (style.fill.startsWith('url')) return true;
            return [style.fill, style.stroke].map(color).some(ink => ink && apart(ink, paper));
        };
        for (const one of shapes) if (!shows(one) && one.getBoundingClientRect().width > 0) {
            const over = shapes.some(other => other !== one && shows(other) && other.tagName !== 'text'
                && other.getBoundingClientRect().width >= one.getBoundingClientRect().width);
            if (one.tagName === 'text' ? !over : !over) found.push(one.outerHTML.slice(0, 160));
        }
    }
    return found;
}
