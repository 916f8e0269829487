() => ({
    ...window.keyboardFaults,
    unreached: window.keyboardStops.filter(one => !window.keyboardSeen.has(one)).map(one => one.outerHTML.slice(0, 160)),
})
