package commonplace.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.BooleanSetting;

@NamedComponent("cjk_bigram")
public class CjkBigram implements TokenFilterFactory {
    private static final int ALL_SCRIPTS = 0xff;
    private final Options options;

    @AnalysisSettings
    public interface Options {
        @BooleanSetting(path = "output_unigrams", defaultValue = false)
        boolean outputUnigrams();
    }

    @Inject
    public CjkBigram(Options options) {
        this.options = options;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        return new CJKBigramFilter(tokens, ALL_SCRIPTS, options.outputUnigrams());
    }
}
