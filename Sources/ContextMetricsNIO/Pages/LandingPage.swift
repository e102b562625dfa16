#if NIO
    /// The page that somebody who typed only the host and the port sees.
    enum LandingPage {
        static func html(linkingTo path: String) -> String {
            let link = escaped(path)
            return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Metrics</title></head>
                <body><h1>Metrics</h1><p>For Prometheus: <a href="\(link)">\(link)</a></p></body>
                </html>

                """
        }

        private static func escaped(_ text: String) -> String {
            var result = ""
            for character in text.unicodeScalars {
                switch character {
                case "&": result += "&amp;"
                case "<": result += "&lt;"
                case ">": result += "&gt;"
                case "\"": result += "&quot;"
                case "'": result += "&#39;"
                default: result.unicodeScalars.append(character)
                }
            }
            return result
        }
    }
#endif
