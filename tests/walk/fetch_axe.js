address => typeof axe === 'object' || new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => done(true);
    script.onerror = () => failed(new Error('axe-core is not installed; `make setup` does it.'));
    document.head.append(script);
})
