import TestSupport

extension Judge {
    /// Python's `json`, as strict as it can be: texts in, and out what they say, with numbers as texts that lose no digit.
    static let python = Judge(
        name: "python's json", ["python3", "-c", pythonScript], probe: ["python3", "--version"], package: "Debian's python3")

    private static let pythonScript = """
        import json, sys

        def refuse(text):
            raise ValueError(text)

        def object(pairs):
            if len({name for name, _ in pairs}) != len(pairs):
                raise ValueError("twice the same name")
            return dict(pairs)

        def read(text):
            return json.loads(
                text, parse_constant=refuse, object_pairs_hook=object, parse_int=str, parse_float=lambda text: float(text).hex())

        json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
        """
}
