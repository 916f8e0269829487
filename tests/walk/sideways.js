() => {
    const width = document.documentElement.clientWidth;
    const pixels = document.documentElement.scrollWidth - window.innerWidth;
    if (pixels <= 0) return { pixels, nodes: [] };
    const clipped = one => {
        for (let up = one.parentElement; up; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== 'visible') return true;
        return false;
    };
    const wide = [...document.body.querySelectorAll('*')].filter(one =>
        one.getBoundingClientRect().right > width + 1 && !clipped(one));
    const inner = wide.filter(one => !wide.some(other => other !== one && one.contains(other)));
    return { pixels, nodes: inner.slice(0, 3).map(one => one.outerHTML.slice(0, 160)) };
}
