() => {
    const leaves = [...document.body.querySelectorAll('*:not(svg, svg *, hr, input, select, textarea, img, br, option, script, input *)')]
        .filter(one => !one.childElementCount && !one.textContent.trim() && one.checkVisibility({ visibilityProperty: true }));
    for (const one of leaves) {
        const box = one.getBoundingClientRect();
        const style = getComputedStyle(one);
        const has = !style.backgroundColor.endsWith(', 0)') || style.backgroundImage.includes('gradient');
        if (has && box.width >= 4 && box.height >= 4) one.dataset.painted = '';
    }
}
