package commonplace.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.BooleanSetting;
import org.elasticsearch.plugin.settings.IntSetting;

@NamedComponent("ngram")
public class Ngram implements TokenFilterFactory {
    private final Options options;

    @AnalysisSettings
    public interface Options {
        @IntSetting(path = "min_gram", defaultValue = 1)
        int shortest();

        @IntSetting(path = "max_gram", defaultValue = 2)
        int longest();

        @BooleanSetting(path = "preserve_original", defaultValue = false)
        boolean preserveOriginal();
    }

    @Inject
    public Ngram(Options options) {
        this.options = options;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        return new NGramTokenFilter(tokens, options.shortest(), options.longest(), options.preserveOriginal());
    }
}
