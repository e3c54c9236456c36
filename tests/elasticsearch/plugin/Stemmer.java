package commonplace.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.StringSetting;

/** The languages that the index uses, each by the stemmer that the official server takes for its name. */
@NamedComponent("stemmer")
public class Stemmer implements TokenFilterFactory {
    private final Options options;

    @AnalysisSettings
    public interface Options {
        @StringSetting(path = "language", defaultValue = "porter")
        String language();
    }

    @Inject
    public Stemmer(Options options) {
        this.options = options;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        return switch (options.language()) {
            case "arabic" -> new ArabicStemFilter(tokens);
            case "english", "porter" -> new PorterStemFilter(tokens);
            case "possessive_english" -> new EnglishPossessiveFilter(tokens);
            default -> throw new IllegalArgumentException("No stemmer here for " + options.language());
        };
    }
}
